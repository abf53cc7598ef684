"""axe on every page that a journey meets, in light and dark, narrow and wide; each look once."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS_PX = (320, 1280)
HEIGHT_PX = 800
SKELETON = """() => location.pathname.replace(/[A-Z]-?[0-9A-Z]{4,}|[0-9]{2,}/g, "*") + " "
  + document.documentElement.lang + " "
  + [...new Set([...document.querySelectorAll("body *")].map(
      (each) => each.tagName + "." + (each.getAttribute("class") ?? "")))].sort().join(" ")"""
RUN = """() => axe.run(document, {
  resultTypes: ["violations"], rules: {"target-size": {enabled: true}}
}).then((found) => found.violations.map((each) => [each.id, ...each.nodes.map(
  (node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? ""))]))"""
INLINE = """() => [...document.querySelectorAll("[style], style, script:not([src])")].concat(
  [...document.querySelectorAll("*")].filter(
    (each) => [...each.attributes].some((one) => one.name.startsWith("on"))))
  .map((each) => each.outerHTML.slice(0, 160))"""
OVERFLOW = """() => document.scrollingElement.scrollWidth > innerWidth
  ? document.scrollingElement.scrollWidth : 0"""


@dataclass(slots=True)
class Examiner:
    """Remembers what it has seen, so that each look of a page is examined once a session."""

    seen: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    script: str = field(default_factory=lambda: str(Axe().axe_script))

    def examine(self, page: Page) -> None:
        """Examines the page that is open, and gives it back as it was; fails on any violation."""
        skeleton = str(page.evaluate(SKELETON))
        if skeleton in self.seen:
            return
        self.seen.add(skeleton)
        found = self._inline(page) + self._violations(page)
        assert not found, f"{page.url}\n" + "\n".join(found)

    def _inline(self, page: Page) -> list[str]:
        return [f"inline: {each}" for each in page.evaluate(INLINE)]

    def _violations(self, page: Page) -> list[str]:
        found: list[str] = []
        before: Any = page.viewport_size
        page.evaluate(self.script)
        for width in WIDTHS_PX:
            page.set_viewport_size({"width": width, "height": HEIGHT_PX})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                found += [f"{width} px, {scheme}: {each}" for each in page.evaluate(RUN)]
            wide = page.evaluate(OVERFLOW)
            if wide:
                found.append(f"{width} px: the page is {wide} px wide")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(before)
        return found
