"""What an attacker types: values for any field, and how to see whether one of them took."""

from html.parser import HTMLParser

MARK = "vigie-x"
ELEMENT = f"<{MARK} onmouseover=alert(1)>"
VALUES = (
    ELEMENT,
    f"\"><{MARK}>'",
    f"</script></textarea></title><{MARK}><script>{MARK}()</script>",
    f"javascript:{MARK}()",
    "{{ 7|add:7 }}{% include 'x' %}${7*7}",
    '=HYPERLINK("http://x.example.org","x")',
    '#import "/etc/passwd": *\n#eval("1+1") \\u{23}',
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "a\r\nSet-Cookie: x=1\r\nX-Evil: 1",
    "' OR '1'='1'; DROP TABLE store_item; --",
    "%s%n%x",
    "\u202egpj.exe \u200b\ufeff\u0301",
    "😀" * 50,
    "a" * 30_000,
    "-1",
    "9" * 30,
    "1e309",
    "NaN",
    "١٢٣",
    "[]",
    "",
)


class Elements(HTMLParser):
    """What a browser would make of a page: its elements, attributes, forms and links."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def elements_of(html: str) -> list[tuple[str, dict[str, str]]]:
    """Every element of a page, in order."""
    parser = Elements()
    parser.feed(html)
    return parser.elements


def what_took(html: str) -> list[str]:
    """Every sign that a hostile value became markup: an element, a handler, a link that runs."""
    return [
        f"<{tag} {attributes}>"
        for tag, attributes in elements_of(html)
        if tag == MARK
        or any(name.startswith("on") for name in attributes)
        or any(
            attributes.get(name, "").strip().lower().startswith(("javascript:", "data:"))
            for name in ("href", "src", "action", "formaction")
        )
    ]
