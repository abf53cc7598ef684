"""`kill -9` of intake between its steps: what was answered is there, and a second try adds once."""

from contextlib import suppress
from urllib.parse import urlencode

from benchmarks.faulty.staging import ask, crashing, fault, number, serving, wrongs
from benchmarks.household import Place, place
from benchmarks.walker import NotAcknowledged, Witness

STORY = "une histoire qui ne doit pas se perdre"
SHOT = b"Lui: salut\nMoi: non\n" * 50
TELLING = "vigie.flows.witness.telling"
FILE_STEPS = {
    "file received, not synced": "vigie.evidence.blobs:BlobDraft.keep:before",
    "file synced, not named": "pathlib:Path.rename:before",
    "file named, folder not synced": "pathlib:Path.rename:after",
    "file durable, no row": "vigie.evidence.blobs:BlobDraft.keep:after",
    "file's row written, not committed": f"{TELLING}:enter_files:after",
    "file committed, not answered": "vigie.flows.witness:receive_files:after",
}
PAGE_STEPS = {
    "page's row written, not committed": f"{TELLING}:receive_item:after",
    "page committed, not answered": "vigie.flows.witness:save_page:after",
}
SEND_STEPS = {
    "sent, not yet acknowledged": f"{TELLING}:acknowledge:before",
    "acknowledged, not answered": "vigie.flows.witness:send_off:after",
}


def send_file(witness: Witness, once: str) -> None:
    """One file in a form, with a token that can come twice."""
    edge = "edge-of-the-form"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="t.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    )
    body = head.encode() + SHOT + f"\r\n--{edge}--\r\n".encode()
    witness.send_body(f"/raconter/6/?once={once}", body, f"multipart/form-data; boundary={edge}")


def tell(witness: Witness, once: str) -> None:
    """One page, with a token that can come twice."""
    witness.post("/raconter/1/", {"narrative": STORY, "once": once})


def send_off(witness: Witness, once: str) -> None:
    """Send, with a token that can come twice."""
    witness.post("/raconter/envoyer/", {"once": once})


ACTS = {"file": send_file, "page": tell, "send": send_off}


def killed(act: str, point: str) -> str:
    """Tells on a sound intake, crashes on another during one act, tries it again on the first."""
    once = "a-token-that-comes-twice"
    with place() as home, serving(home, "intake") as sound:
        witness = Witness(sound)
        witness.start()
        if act == "send":
            tell(witness, "before")
        answered = try_on_crashing(home, witness, act, point, once)
        witness.port = sound
        ACTS[act](witness, once)
        if act != "send":
            send_off(witness, "at last")
        home.run("worker", "--once")
        shown = Witness(sound).come_back(witness.code)
        return wrongs(
            answered=(answered, False),
            files=(
                number(home, "SELECT COUNT(*) FROM store_item WHERE kind='file'"),
                act == "file",
            ),
            unread=(number(home, "SELECT COUNT(*) FROM store_item WHERE state='unread'"), 0),
            pages=(count_pages(home), act != "file"),
            text=(STORY in shown, act != "file"),
            read=(number(home, "SELECT COUNT(*) FROM store_logentry WHERE act='read'"), 1),
            left_to_read=(ask(home, "SELECT read_after FROM store_testimony"), [(None,)]),
        )


def count_pages(home: Place) -> int:
    """Pages that the witness wrote on; an evidence page without text says nothing."""
    pages = number(home, "SELECT COUNT(*) FROM store_item WHERE kind='page'")
    return pages - number(home, "SELECT COUNT(DISTINCT testimony_id) FROM store_item "
                                "WHERE kind='file'")  # fmt: skip


def try_on_crashing(home: Place, witness: Witness, act: str, point: str, once: str) -> bool:
    """Whether an intake that crashes at a point answered all the same."""
    with crashing(home, "intake", point) as port:
        witness.port = port
        with suppress(NotAcknowledged):
            ACTS[act](witness, once)
            return True
    return False


def register() -> None:
    """One fault for each step."""
    for act, steps in (("file", FILE_STEPS), ("page", PAGE_STEPS), ("send", SEND_STEPS)):
        for name, point in steps.items():
            fault(
                f"intake killed: {name}", "nothing answered; the second try is there once, and read"
            )(lambda act=act, point=point: killed(act, point))


@fault("intake killed: code drawn, not answered", "an empty testimony is left; the next is sound")
def killed_at_start() -> str:
    """A witness who starts while intake dies has no code yet, and starts again."""
    with place() as home, serving(home, "intake") as sound:
        with crashing(home, "intake", "vigie.flows.witness:start_testimony:after") as port:
            answered = True
            try:
                Witness(port).start()
            except NotAcknowledged:
                answered = False
        witness = Witness(sound)
        witness.start()
        tell(witness, "first")
        return wrongs(
            answered=(answered, False),
            testimonies=(number(home, "SELECT COUNT(*) FROM store_testimony"), 2),
            text=(STORY in Witness(sound).come_back(witness.code), True),
        )


@fault("same form eight times at once, on two intakes", "received once, every answer a yes")
def many_at_once() -> str:
    """A storm of retries."""
    from concurrent.futures import ThreadPoolExecutor

    with place() as home, serving(home, "intake") as one, serving(home, "intake") as other:
        witness = Witness(one)
        witness.start()

        def again(turn: int) -> int:
            each = Witness((one, other)[turn % 2], witness.cookie)
            tell(each, "same")
            send_file(each, "same-file")
            return 1

        with ThreadPoolExecutor(8) as pool:
            yes = sum(pool.map(again, range(8)))
        return wrongs(
            answered=(yes, 8),
            files=(number(home, "SELECT COUNT(*) FROM store_item WHERE kind='file'"), 1),
            text=(Witness(one).come_back(witness.code).count(STORY), 1),
        )


@fault("connection broken before the answer, then again", "received once")
def broken_connection() -> str:
    """The witness's network drops between the form and its answer."""
    import socket

    with place() as home, serving(home, "intake") as port:
        witness = Witness(port)
        witness.start()
        body = urlencode({"narrative": STORY, "once": "same"}).encode()
        head = (
            f"POST /raconter/1/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin"
            f"\r\nCookie: {witness.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", port)) as link:
                link.sendall(head.encode() + body)
        tell(witness, "same")
        pages = "SELECT COUNT(*) FROM store_item WHERE kind='page'"
        return wrongs(pages=(number(home, pages), 1))


register()
