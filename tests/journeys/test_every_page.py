"""Every page of every process, in both languages, as axe and the network see it."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, Response

from tests.journeys.desk_pages import DeskPages
from tests.journeys.examining import Examiner
from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

NewPage = Callable[..., Page]
STATIC = Path(__file__).resolve().parents[2] / "src/vigie/web/static/vigie"
HEAVIEST_PAGE_BYTES = 100_000
HEAVIEST_WITNESS_STYLES_BYTES = 15_000
HEAVIEST_DESK_FILE_BYTES = 8_192
BEHIND_A_TESTIMONY = (
    "/raconter/code/", *(f"/raconter/{number}/" for number in range(1, 9)), "/raconter/compte/",
    "/raconter/envoyer/", "/raconter/fin/", "/urgent/aide/", "/suivi/", "/suivi/retirer/",
    "/suivi/recu/", "/suivi/copie/", "/suivi/relire/", "/raconter/6/?follow",
    "/raconter/1/?look", "/raconter/9/",
)  # fmt: skip
NOT_FOLLOWED = ("/quitter/", ".csv", ".json", ".pdf")


def crawled(
    page: Page, starts: tuple[str, ...], look: Callable[[Page], None], known: Iterable[str] = ()
) -> Iterator[str]:
    """Every address that links lead to, from some pages on; each is opened and looked at."""
    waiting, met = list(starts), {*starts, *known}
    while waiting:
        path = waiting.pop()
        page.goto(path)
        look(page)
        yield path
        links = page.locator("a[href]").evaluate_all("all => all.map((a) => a.href)")
        for link in links:
            parts = urlsplit(urljoin(page.url, link))
            here = f"{parts.scheme}://{parts.netloc}" == page.evaluate("() => location.origin")
            if not here or parts.path.endswith(NOT_FOLLOWED) or "show=" in parts.query:
                continue
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            if found not in met:
                met.add(found)
                waiting.append(found)


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_every_page_of_the_intake_is_accessible(
    household: Household, new_page: NewPage, examiner: Examiner, locale: str
) -> None:
    page = new_page(household.intake_url, width=390, locale=locale)
    starts = ("/", "/c/balance-ta-story/", "/nulle-part/", "/conseils/nulle-part/")

    before = list(crawled(page, starts, examiner.examine))
    WitnessPages(page, examiner.examine).start()
    after = list(crawled(page, BEHIND_A_TESTIMONY, examiner.examine, before))

    assert len([path for path in before if path.startswith("/conseils/")]) >= 10
    assert set(BEHIND_A_TESTIMONY) <= set(after)


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_every_page_of_the_desk_is_accessible(
    household: Household, new_page: NewPage, examiner: Examiner, locale: str
) -> None:
    page = new_page(household.desk_url, locale=locale)
    desk = DeskPages(page, examiner.examine, household.responders["camille"])
    starts = (
        "/desk/", "/desk/appel/", "/desk/dossiers/D-RIEN/", "/nulle-part/", "/desk/preuve/",
        "/desk/conservation/",
        "/desk/rejoindre/", "/desk/secours/",
    )  # fmt: skip

    desk.come_in()
    found = list(crawled(page, starts, examiner.examine))

    assert {*starts, "/desk/moi/", "/desk/equipe/", "/desk/equipe/secours/"} <= set(found)


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_every_page_of_the_partners_is_accessible(
    household: Household, new_page: NewPage, examiner: Examiner, locale: str
) -> None:
    page = new_page(household.partners_url, locale=locale)

    found = list(crawled(page, ("/observatory/", "/nulle-part/"), examiner.examine))

    assert "/observatory/" in found


def test_the_campaign_page_counts_and_begins_a_testimony(
    witness: WitnessPages, household: Household
) -> None:
    witness.open("/c/balance-ta-story/")
    assert "Moins de 10" in witness.text

    witness.press("form[action$='/raconter/'] button.next")

    assert len(witness.code().split()) == 6


def test_the_figures_can_be_read_and_downloaded(household: Household, new_page: NewPage) -> None:
    page = new_page(household.partners_url)
    page.goto("/")
    assert page.url.endswith("/observatory/")

    table = page.request.get("/observatory/vigie.csv")
    figures = page.request.get("/observatory/vigie.json")

    rows = list(csv.DictReader(io.StringIO(table.text())))
    told = json.loads(figures.text())
    assert told["schema"] == "vigie.observatory/1"
    assert [row["platform"] for row in rows] == [*(r["platform"] for r in told["rows"]), "total"]
    assert all(row["testimonies"] == "<10" or int(row["testimonies"]) >= 10 for row in rows)


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_a_witness_page_weighs_less_than_100_kb(
    household: Household, new_page: NewPage, locale: str
) -> None:
    page = new_page(household.intake_url, width=390, locale=locale)
    weights: dict[str, int] = {}

    for path in ("/", "/urgent/", "/conseils/parents/", "/suivi/", "/c/balance-ta-story/"):
        weights[path] = weight_bytes(page, path)
    WitnessPages(page, lambda _page: None).start()
    for path in ("/raconter/code/", "/raconter/1/", "/raconter/6/", "/raconter/8/", "/suivi/"):
        weights[path] = weight_bytes(page, path)

    assert max(weights.values()) < HEAVIEST_PAGE_BYTES, weights
    assert min(weights.values()) > HEAVIEST_WITNESS_STYLES_BYTES / 2, weights


def weight_bytes(page: Page, path: str) -> int:
    """Everything that a page makes the browser fetch, uncompressed."""
    fetched: set[str] = set()

    def keep(response: Response) -> None:
        fetched.add(response.url)

    page.on("response", keep)
    page.goto(path, wait_until="networkidle")
    page.remove_listener("response", keep)
    return sum(len(page.request.get(url).body()) for url in fetched)


def test_the_styles_and_scripts_are_small() -> None:
    bytes_of = {each.name: each.stat().st_size for each in STATIC.iterdir() if each.is_file()}

    assert bytes_of["base.css"] + bytes_of["witness.css"] < HEAVIEST_WITNESS_STYLES_BYTES
    assert bytes_of["desk.css"] < HEAVIEST_DESK_FILE_BYTES
    assert bytes_of["desk-people.css"] < HEAVIEST_DESK_FILE_BYTES / 2
    assert bytes_of["desk.js"] < HEAVIEST_DESK_FILE_BYTES
    assert bytes_of["desk-reading.css"] < HEAVIEST_DESK_FILE_BYTES / 2
    assert bytes_of["desk-findings.css"] < HEAVIEST_DESK_FILE_BYTES / 2
    assert bytes_of["desk-correct.js"] < HEAVIEST_DESK_FILE_BYTES
    assert bytes_of["desk-passkey.js"] < HEAVIEST_DESK_FILE_BYTES / 2


def test_axe_sees_what_is_wrong(household: Household, new_page: NewPage) -> None:
    page = new_page(household.intake_url)
    page.goto("/conseils/")
    page.locator("h1").evaluate("each => { each.style.color = 'white'; each.innerText = 'x'; }")

    with pytest.raises(AssertionError, match="inline"):
        Examiner().examine(page)
