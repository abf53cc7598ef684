"""A responder without a browser: logs in once, sends the desk's forms as pages hold them."""

import re
from html import unescape
from urllib.parse import urlencode

import pyotp

from benchmarks.walker import OURS, NotAcknowledged, exchange

Fields = list[tuple[str, str]]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


class Responder:
    """The lead of an installation; the cookie outlives the desk's process."""

    def __init__(self, port: int, totp: str) -> None:
        self.port, self.cookie = port, ""
        code = pyotp.TOTP(totp).now()
        told = [("name", "camille"), ("passphrase", "une phrase de passe longue"), ("code", code)]
        self.post("/desk/connexion/", told)

    def get(self, path: str) -> str:
        """One page."""
        return self._send("GET", path, "")

    def post(self, path: str, fields: Fields) -> str:
        """One form."""
        return self._send("POST", path, urlencode(fields))

    def form(self, page: str, action: str) -> Fields:
        """The hidden fields of the form of a page that goes to an address."""
        found = re.search(
            rf'<form method="post" action="{re.escape(action)}[^"]*".*?</form>', page, re.DOTALL
        )
        if found is None:
            raise NotAcknowledged(f"no form goes to {action}")
        return [(name, unescape(value)) for name, value in HIDDEN.findall(found[0])]

    def _send(self, method: str, path: str, body: str) -> str:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        origin = {"Origin": f"http://127.0.0.1:{self.port}"}
        sent = {**OURS, **origin, **kind, "Cookie": self.cookie}
        text, cookies = exchange(self.port, method, path, body.encode(), sent)
        self.cookie = cookies.get("__Host-desk", self.cookie)
        return text
