"""What the journeys share: one household, one Chromium, and a watch on every browser context."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.desk_pages import DeskPages
from tests.journeys.examining import Examiner
from tests.journeys.household import Household
from tests.journeys.watching import Watch
from tests.journeys.witness_pages import WitnessPages

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE_WIDTH_PX, PHONE_HEIGHT_PX = 390, 844
PATIENCE_MS = 40_000
NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys come last: Django's tests refuse the event loop that they keep open."""
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)


class NeutralPage(BaseHTTPRequestHandler):
    """The site to which the quick exit leads here."""

    def do_GET(self) -> None:
        """Answers anything with the weather."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<!doctype html><title>Météo</title><p>Beau temps.".encode())

    def log_message(self, *told: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="session")
def exit_url() -> Iterator[str]:
    """The address of a neutral page on another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), NeutralPage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/meteo"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def household(tmp_path_factory: pytest.TempPathFactory, exit_url: str) -> Iterator[Household]:
    """An installation of its own with its intake, desk and partners running."""
    made = Household(tmp_path_factory.mktemp("household") / "data", exit_url)
    made.make()
    try:
        made.open_doors()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def examiner() -> Examiner:
    """axe, and what it has examined."""
    return Examiner()


@pytest.fixture
def new_page(browser: Browser, household: Household) -> Iterator[NewPage]:
    """Opens pages on an origin, each in a browser of its own; at the end nothing was wrong."""
    watches, contexts = [], []

    def open_page(
        origin: str, *, width: int = 1280, locale: str = "fr-FR", scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": PHONE_HEIGHT_PX},
            locale=locale,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            base_url=origin,
        )
        context.set_default_timeout(PATIENCE_MS)
        watch = Watch(origin, household.exit_url)
        watch.listen(context)
        watches.append(watch)
        contexts.append(context)
        return context.new_page()

    yield open_page
    problems = [said for watch in watches for said in watch.problems()]
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def witness(household: Household, new_page: NewPage, examiner: Examiner) -> WitnessPages:
    """A witness on a phone, in French."""
    page = new_page(household.intake_url, width=PHONE_WIDTH_PX)
    return WitnessPages(page, examiner.examine)


@pytest.fixture
def camille(household: Household, new_page: NewPage, examiner: Examiner) -> DeskPages:
    """The lead of the team, before the door of the desk."""
    page = new_page(household.desk_url)
    return DeskPages(page, examiner.examine, household.responders["camille"])


@pytest.fixture
def noor(household: Household, new_page: NewPage, examiner: Examiner) -> DeskPages:
    """A listener of the team, before the door of the desk."""
    page = new_page(household.desk_url)
    return DeskPages(page, examiner.examine, household.responders["noor"])


@pytest.fixture
def demonstration() -> Path:
    """The invented screenshots and exports."""
    return Path(__file__).resolve().parents[2] / "src/vigie/cli/demonstration"
