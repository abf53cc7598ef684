"""Every text that a stranger can write stays a text: on pages, in papers, in tables, in logs."""

import ast
import html
import io
import socket
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from django.test import Client

from tests.attacks.hostile import ELEMENT, MARK, what_took
from tests.measures.invented import invented_notice
from tests.scenes import Login, tell, work
from vigie.flows import casework
from vigie.flows.queue import claim
from vigie.flows.team.people import open_visit
from vigie.flows.worker import Worker
from vigie.measures.notices import notices
from vigie.reading.read import Reading, read_files
from vigie.store.cases import Case
from vigie.web.desk.session import COOKIE

SOURCE = Path(__file__).resolve().parents[2] / "src/vigie"
OUTGOING = {"socket", "urllib.request", "http.client", "ftplib", "smtplib", "requests", "httpx"}
ALLOWED = {"cli/up.py", "cli/checks.py", "adapters/authorities.py"}
"""The processes look at their own ports; the worker asks timestamp authorities. Nothing else."""

CHAT = f"""12/03/2026, 18:02 - {ELEMENT}turn: salut {ELEMENT}
12/03/2026, 18:04 - Moi: non {ELEMENT}
12/03/2026, 18:05 - {ELEMENT}turn: =cmd|'/C calc'!A0
"""


def marked(name: str) -> str:
    """A hostile value that tells where it came from."""
    return f'"><{MARK} id={name} onmouseover=alert(1)>{name}'


def told_everywhere(now: datetime) -> None:
    """One testimony that is hostile in every place a witness can write in."""
    tell(
        now,
        account=f"@gaia.exemple {marked('account')}",
        platform="tiktok",
        narrative=marked("narrative"),
        when=marked("when"),
        attacks=marked("attacks"),
        own_pseudonym=marked("pseudonym"),
        could_guess=marked("guess"),
        contact_way=marked("way"),
        contact_when=marked("hour"),
        pasted=f"{marked('sender')}: {marked('pasted')}\nMoi: non",
        files=[
            (f"Discussion WhatsApp avec {marked('file')}.txt", CHAT.encode()),
            (f"{marked('broken')}.json", b"{"),
        ],
    )  # fmt: skip


@pytest.fixture
def reference(worker: Worker, lead: Login, now: datetime) -> str:
    """The case of a testimony that is hostile everywhere, read, held, annotated and answered."""
    told_everywhere(now)
    work(worker, now)
    case = Case.objects.get()
    claim(lead.desk, case.reference, now)
    casework.add_note(lead.desk, case.reference, "doubt", marked("doubt"), now)
    told = case.joined.get().testimony.reference
    casework.write_to_witness(lead.desk, case.reference, told, marked("message"), now)
    return case.reference


@pytest.fixture
def at_the_desk(desk_client: Client, lead: Login, now: datetime) -> Client:
    """A browser with an unlocked desk."""
    desk_client.cookies[COOKIE] = open_visit(lead.desk, lead.totp, now, proved_at=now)
    return desk_client


def test_no_text_of_a_stranger_becomes_part_of_a_page_of_the_desk(
    reference: str, at_the_desk: Client
) -> None:
    pages = ["/desk/", f"/desk/dossiers/{reference}/", f"/desk/dossiers/{reference}/signaler/"]

    shown = [at_the_desk.get(each).content.decode() for each in pages]

    assert [what_took(each) for each in shown] == [[], [], []]
    for place in ("narrative", "pasted", "file", "broken", "doubt", "message"):
        assert html.escape(marked(place)) in shown[1], place
    assert html.escape(f"salut {ELEMENT}") in shown[1]


def test_what_a_machine_read_in_a_screenshot_becomes_no_part_of_a_page(
    worker: Worker, lead: Login, at_the_desk: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vigie.flows.reading.read_files", hostile_reading)
    tell(now, account="@gaia.exemple", files=[("shot.txt", CHAT.encode())])
    work(worker, now)
    case = Case.objects.get().reference

    shown = at_the_desk.get(f"/desk/dossiers/{case}/").content.decode()

    assert what_took(shown) == []
    assert html.escape(marked("seen")) in shown


def hostile_reading(files: list[tuple[str, bytes]], **_: object) -> Reading:
    """A reading as of a picture in which the markup itself was photographed."""
    reading = read_files(files)
    (talk,) = reading.conversations
    seen = replace(talk.turns[0], text=marked("seen"))
    changed = replace(talk, turns=(seen,), title=marked("title"))
    return replace(reading, conversations=(changed,))


def test_a_table_that_opens_in_a_spreadsheet_holds_no_formula(
    worker: Worker, partners_client: Client, now: datetime
) -> None:
    for _ in range(11):
        tell(now, account="=cmd|'/C calc'!A0", platform="=1+1")
    work(worker, now)

    table = partners_client.get("/observatory/vigie.csv").content.decode()

    cells = [cell for line in table.splitlines() for cell in line.split(",")]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []


def test_a_paper_sets_the_marks_of_its_typesetter_as_they_are_and_reads_no_file(
    tmp_path: Path,
) -> None:
    planted = tmp_path / "secret.txt"
    planted.write_text("PLANTE")
    words = f'#read("{planted}") #import "{planted}": * #eval("6*7") $ sum $ @ref <label> \\'

    paper = notices.get("article16").write(replace(invented_notice(), summary=words), "fr")

    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.pdf)
    )
    assert "PLANTE" not in text
    assert "#eval(" in text


def test_a_hostile_file_name_adds_no_header_and_no_line_to_a_log(
    intake_client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    intake_client.post("/raconter/")
    name = "a\r\nX-Evil: 1\r\n\r\n<PLANTE>.png"
    file = io.BytesIO(b"not an image")
    file.name = name

    response = intake_client.post("/raconter/6/", {"files": file, "once": "o"})

    assert response.status_code in (200, 302)
    assert "X-Evil" not in response
    assert "PLANTE" not in "".join(capfd.readouterr())


def test_reading_what_a_stranger_sent_connects_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    link = "http://169.254.169.254/latest/meta-data/"
    page = f'<html><base href="{link}"><img src="{link}"><script src="{link}"></script></html>'
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("messages/inbox/x/message_1.html", page)
        made.writestr("messages/inbox/x/message_1.json", f'{{"messages": [{{"uri": "{link}"}}]}}')

    reading = read_files(
        [
            ("a.html", page.encode()),
            ("a.svg", f'<svg><image href="{link}"/></svg>'.encode()),
            ("a.xml", f'<!DOCTYPE a [<!ENTITY b SYSTEM "{link}">]><a>&b;</a>'.encode()),
            ("a.zip", archive.getvalue()),
            ("a.txt", f"12/03/2026, 18:02 - A: {link}\n12/03/2026, 18:03 - B: vu\n".encode()),
        ]
    )

    assert len(reading.unreadable) + len(reading.conversations) >= 2


def test_only_named_modules_can_open_a_connection() -> None:
    found = {
        str(file.relative_to(SOURCE)): imported & OUTGOING
        for file in SOURCE.rglob("*.py")
        if (imported := modules_of(file)) & OUTGOING
    }

    assert set(found) <= ALLOWED, found


def modules_of(file: Path) -> set[str]:
    """The modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return names


def test_markup_of_templates_in_what_is_told_is_shown_as_typed(
    worker: Worker, at_the_desk: Client, now: datetime
) -> None:
    tell(now, account="@gaia.exemple", narrative="{{ 7|add:7 }} {% now 'Y' %} ${7*7} <%= 7*7 %>")
    work(worker, now)
    case = Case.objects.get().reference

    shown = at_the_desk.get(f"/desk/dossiers/{case}/").content.decode()

    assert "{{ 7|add:7 }} {% now &#x27;Y&#x27; %} ${7*7} &lt;%= 7*7 %&gt;" in shown
