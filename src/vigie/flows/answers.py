"""The answers of a testimony: its pages in the order they were left, later ones over earlier."""

from collections.abc import Iterable

from vigie.flows.items import open_content
from vigie.kernel.answers import Answers
from vigie.store.testimonies import Item


def answers_of(items: Iterable[Item], testimony_key: str) -> Answers:
    """What the witness answered, with T's secret."""
    merged: dict[str, object] = {}
    pages = sorted((each for each in items if each.kind == Item.Kind.PAGE), key=lambda i: i.pk)
    for page in pages:
        merged.update(open_content(page, testimony_key)["answers"])
    return Answers.from_pages(merged)
