"""Reading a page as a person does, whatever its fine typography."""

from typing import Protocol


class Page(Protocol):
    """What a test client gives back."""

    content: bytes


def text_of(response: Page) -> str:
    """The page, with plain apostrophes and spaces."""
    plain = {"\u202f": " ", "\u00a0": " ", "’": "'", "&#x27;": "'", "\u2060": ""}
    page = response.content.decode()
    for fine, simple in plain.items():
        page = page.replace(fine, simple)
    return page
