"""Strangers guess as fast as they can: how many tries are looked at, and whether the desk stays up.

Every try comes from an address of its own, through what looks like a proxy on this machine. Then,
without strangers, how long refusals take: of a known name, of an unknown one, of a wrong code.
Usage: python -m benchmarks.logins [SECONDS]
"""

import http.client
import os
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pyotp

from benchmarks.household import Place, kill, place, wait_until_served

STRANGERS = 24
TRIES_EACH = 60
PASSPHRASE = "une phrase de passe longue"  # noqa: S105 (invented)
STEP_SECONDS = 30


@dataclass(slots=True)
class Browser:
    """What a browser keeps between two requests."""

    port: int
    source: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, path: str, form: dict[str, str] | None = None) -> tuple[int, float]:
        """One request; gives the status and the seconds it took."""
        headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": self.source}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        method, body = ("GET", None) if form is None else ("POST", urlencode(form))
        begun = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            answer.read()
        for each in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: crumb.value for name, crumb in SimpleCookie(each).items()}
        return answer.status, time.perf_counter() - begun

    def log_in(self, name: str, code: str, passphrase: str = PASSPHRASE) -> tuple[int, float]:
        """The form of the door."""
        form = {"name": name, "passphrase": passphrase, "code": code}
        return self.send("/desk/connexion/", form)


def codes(secret: str) -> Iterator[str]:
    """The three codes that are right at this time, the earliest first."""
    present = int(time.time()) // STEP_SECONDS
    return (
        pyotp.TOTP(secret).at(step * STEP_SECONDS) for step in (present - 1, present, present + 1)
    )


def guess(port: int, until: float, number: int, seen: Counter[int]) -> None:
    """One stranger, at the name of the lead."""
    count = 0
    while time.monotonic() < until:
        count += 1
        source = f"198.51.{number}.{count % 250}"
        status, _ = Browser(port, source).log_in("camille", "000000", f"essai {count}")
        seen[status] += 1


def under_guessing(here: Place, seconds: float) -> None:
    """Logs in three times: before, and twice while strangers guess; and opens the queue."""
    right, known = codes(here.totp), Browser(here.port, "192.0.2.1")
    quiet = known.log_in("camille", next(right))
    known.send("/desk/deconnexion/", {})
    seen: Counter[int] = Counter()
    until = time.monotonic() + seconds
    strangers = [
        threading.Thread(target=guess, args=(here.port, until, number, seen))
        for number in range(STRANGERS)
    ]
    for each in strangers:
        each.start()
    time.sleep(seconds / 4)
    busy = [known.log_in("camille", code) for code in right]
    pages = [known.send("/desk/") for _ in range(20)]
    for each in strangers:
        each.join()
    print(f"tries sent {seen.total()}, looked at {seen[403]}, turned back {seen[429]}")
    print(f"login of a known browser: {quiet} quiet, {busy} under guessing")
    took = statistics.median(seconds for _, seconds in pages)
    print(f"queue under guessing: {took * 1000:.0f} ms, statuses {Counter(s for s, _ in pages)}")


def refusals(here: Place) -> None:
    """The time of a refusal, for each of its causes, taking turns."""
    os.environ |= {**here.environment, "VIGIE_PROCESS": "tools"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "vigie.site.settings"
    import django

    django.setup()
    from vigie.flows.team.people import unlock
    from vigie.kernel.errors import NotAllowed

    wrong = "pas la phrase"
    tries = {"camille": wrong, "absente": wrong, "camille, right passphrase": PASSPHRASE}
    took: dict[str, list[float]] = {said: [] for said in tries}
    for _ in range(TRIES_EACH):
        for said, times in took.items():
            begun = time.perf_counter()
            try:
                unlock(said.split(",")[0], tries[said], "000000", datetime.now(tz=UTC))
            except NotAllowed:
                times.append((time.perf_counter() - begun) * 1000)
    for name, times in took.items():
        low, middle, high = statistics.quantiles(times, n=4)
        print(f"refusal of {name}: {middle:.1f} ms (quartiles {low:.1f} to {high:.1f})")


def main() -> None:
    """Runs both and prints the figures."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with place() as here:
        desk = here.start("desk", "--port", str(here.port))
        try:
            wait_until_served(here.port)
            under_guessing(here, seconds)
        finally:
            kill(desk)
        refusals(here)


if __name__ == "__main__":
    main()
