"""What the tests share: a temporary installation, its worker, its responders, its clients."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from tests.scenes import Login
from vigie.evidence.installation import Organisation, load_intake_keys
from vigie.flows.setup import NewInstallation, make_installation, new_worker_secret
from vigie.flows.team.people import Desk, add_responder
from vigie.flows.worker import Worker, open_worker, work_once
from vigie.store.people import Responder

PASSPHRASE = "quatre pommes sur la table"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings_tox_suffix() -> None:
    """SQLite's tests are in memory, in each process: for our engine it must be said."""
    database = django_settings.DATABASES["default"]
    tested = database["TEST"]
    if database["ENGINE"] == "vigie.store.sqlite" and isinstance(tested, dict):
        tested["NAME"] = ":memory:"


@pytest.fixture
def now() -> datetime:
    """The time at which the test began, kept still."""
    return datetime.now(tz=UTC)


@pytest.fixture
def installation(db: None, settings: Settings, tmp_path: Path, now: datetime) -> NewInstallation:
    """An installation of its own for each test, whose worker has published today's key."""
    settings.VIGIE_DATA = tmp_path / "data"
    settings.VIGIE_WORKER_SECRET = new_worker_secret()
    made = make_installation(
        settings.VIGIE_DATA,
        Organisation("Écoute Exemple", "contact@example.org", "06 39 98 00 01"),
        settings.VIGIE_WORKER_SECRET,
        now,
    )
    work_once(open_worker("first"), now)
    return made


@pytest.fixture
def worker(installation: NewInstallation) -> Worker:
    """The worker, unlocked."""
    return open_worker("worker")


@pytest.fixture
def new_login(installation: NewInstallation) -> Callable[[str], Login]:
    """Makes a responder, a lead, who can come in; gives what they type."""

    def make(name: str) -> Login:
        secret = installation.team_secret
        responder, totp = add_responder(name, PASSPHRASE, Responder.Role.LEAD, secret)
        return Login(name, PASSPHRASE, totp, Desk(responder, secret))

    return make


@pytest.fixture
def lead(new_login: Callable[[str], Login]) -> Login:
    """The first responder."""
    return new_login("Camille")


@pytest.fixture
def listener(installation: NewInstallation) -> Login:
    """A responder who is no lead."""
    secret = installation.team_secret
    responder, totp = add_responder("Noa", PASSPHRASE, Responder.Role.LISTENER, secret)
    return Login("Noa", PASSPHRASE, totp, Desk(responder, secret))


@pytest.fixture
def intake_client(installation: NewInstallation, settings: Settings) -> Client:
    """A browser on the witness pages."""
    settings.PROCESS = "intake"
    settings.ROOT_URLCONF = "vigie.site.urls_intake"
    settings.FILE_UPLOAD_HANDLERS = ["vigie.web.uploads.SealingUploadHandler"]
    settings.VIGIE_COOKIE_KEY = load_intake_keys(settings.VIGIE_DATA).cookie_key
    return Client(headers=SAME_ORIGIN)


@pytest.fixture
def desk_client(installation: NewInstallation, settings: Settings) -> Client:
    """A browser on the desk's pages, not logged in."""
    settings.PROCESS = "desk"
    settings.ROOT_URLCONF = "vigie.site.urls_desk"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "vigie.web.desk.session.DeskSession"]
    return Client(headers=SAME_ORIGIN)


@pytest.fixture
def partners_client(installation: NewInstallation, settings: Settings) -> Client:
    """A browser on the public figures."""
    settings.PROCESS = "partners"
    settings.ROOT_URLCONF = "vigie.site.urls_partners"
    return Client(headers=SAME_ORIGIN)


@pytest.fixture
def desk(lead: Login) -> Desk:
    """The first responder's desk, unlocked."""
    return lead.desk
