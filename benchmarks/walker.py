"""A witness without a browser: walks the pages over HTTP on loopback, as a form would."""

import http.client
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode

OURS = {"Sec-Fetch-Site": "same-origin"}
WORDS = re.compile(r'<ol class="words[^"]*">(.*?)</ol>', re.DOTALL)


class NotAcknowledged(Exception):
    """The answer did not come, or was not a yes: its status (0 for none) and its page."""

    def __init__(self, said: str, status: int = 0, page: str = "") -> None:
        super().__init__(said)
        self.status, self.page = status, page


def exchange(
    port: int, method: str, path: str, body: bytes, headers: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """One request on loopback; gives the text and the cookies, or raises NotAcknowledged."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read().decode()
    except (OSError, http.client.HTTPException) as error:
        raise NotAcknowledged(str(error)) from error
    finally:
        link.close()
    if answer.status not in (200, 302):
        raise NotAcknowledged(f"{method} {path}: {answer.status}", answer.status, text)
    given = [each.split(";", 1)[0] for each in answer.headers.get_all("Set-Cookie") or ()]
    return text, {each.split("=", 1)[0]: each for each in given}


@dataclass(slots=True)
class Witness:
    """One testimony in the making; `code` is known once it is shown."""

    port: int
    cookie: str = ""
    code: str = ""
    told: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Makes the testimony and notes its code."""
        self.post("/raconter/", {})
        self.note_code("/raconter/code/")

    def note_code(self, path: str) -> None:
        """Notes the code that a page shows."""
        found = WORDS.search(self.get(path))
        if found is None:
            raise NotAcknowledged("no code was shown")
        self.code = " ".join(re.findall(r"<li>([^<]+)</li>", found[1]))

    def send_short(self, once: str, name: str, data: bytes, **answers: str) -> None:
        """Sends the short form; the same again with the same token shows the same code."""
        edge = secrets.token_hex(12)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in answers.items()
        ]
        body = "".join(parts).encode() + _file_part(edge, name, data)
        kind = f"multipart/form-data; boundary={edge}"
        self._send("POST", f"/raconter/court/?once={once}", body, {"Content-Type": kind})
        self.told = [name, *answers.values()]

    def tell(self, number: int, **answers: str) -> None:
        """Leaves one page; what was told is noted once it is acknowledged."""
        self.post(f"/raconter/{number}/", {**answers, "once": secrets.token_urlsafe(12)})
        self.told += [value for value in answers.values() if len(value) > 12]

    def upload(self, name: str, data: bytes) -> None:
        """Sends one file."""
        edge = secrets.token_hex(12)
        body = _file_part(edge, name, data)
        kind = f"multipart/form-data; boundary={edge}"
        self._send("POST", f"/raconter/6/?once={edge}", body, {"Content-Type": kind})
        self.told.append(name)

    def send_body(self, path: str, body: bytes, kind: str) -> str:
        """A form whose body was made elsewhere."""
        return self._send("POST", path, body, {"Content-Type": kind})

    def send_off(self) -> None:
        """Presses Send."""
        self.post("/raconter/envoyer/", {"once": secrets.token_urlsafe(12)})

    def come_back(self, code: str) -> str:
        """Types the code and reads the review page, which quotes what was told."""
        self.cookie = ""
        self.post("/suivi/", {"code": code})
        return self.get("/raconter/envoyer/") + self.get("/suivi/") + self.get("/raconter/6/")

    def post(self, path: str, fields: dict[str, str]) -> str:
        """One form."""
        kind = "application/x-www-form-urlencoded"
        return self._send("POST", path, urlencode(fields).encode(), {"Content-Type": kind})

    def get(self, path: str) -> str:
        """One page."""
        return self._send("GET", path, b"", {})

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> str:
        sent = {**OURS, **headers, "Cookie": self.cookie}
        text, cookies = exchange(self.port, method, path, body, sent)
        self.cookie = cookies.get("__Host-suite", self.cookie)
        return text


def _file_part(edge: str, name: str, data: bytes) -> bytes:
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + data + f"\r\n--{edge}--\r\n".encode()
