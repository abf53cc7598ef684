"""Light clients for the load benchmarks: raw sockets, bodies made beforehand, bounded in time."""

import multiprocessing
import os
import re
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from multiprocessing.queues import Queue

EDGE = b"edge-of-a-part"
COOKIE = re.compile(rb"__Host-suite=([^;]+)")


@dataclass(slots=True)
class Tally:
    """What clients saw: cookies of what was acknowledged, seconds each took, what went wrong."""

    cookies: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Takes in what another saw."""
        self.cookies += other.cookies
        self.seconds += other.seconds
        self.errors += other.errors

    def share(self, part: float) -> float:
        """The time under which this share of the requests was answered, in milliseconds."""
        ranked = sorted(self.seconds)
        return 1000 * ranked[min(len(ranked) - 1, int(part * len(ranked)))] if ranked else 0.0


def short_form(image: bytes, text: str) -> bytes:
    """The body of the short form with one image."""
    fields = {"narrative": text, "account": "@compte.invente", "age_now": "15"}
    parts = [
        b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
        % (EDGE, name.encode(), value.encode())
        for name, value in fields.items()
    ]
    head = (
        b'--%b\r\nContent-Disposition: form-data; name="files"; filename="capture.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" % EDGE
    )
    return b"".join(parts) + head + image + b"\r\n--%b--\r\n" % EDGE


def request_head(port: int, path: str, length: int, kind: str = "") -> bytes:
    """The head of a form's request."""
    kind = kind or f"multipart/form-data; boundary={EDGE.decode()}"
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


class Sender:
    """One connection that sends the short form again and again."""

    def __init__(self, port: int, image_bytes: int) -> None:
        self.port = port
        self.tally = Tally()
        image = b"\x89PNG\r\n\x1a\n" + os.urandom(image_bytes - 8)
        self._body = short_form(image, "Il demande des photos. " + secrets.token_hex(8))
        self._link: socket.socket | None = None

    def send_until(self, until: float) -> None:
        """Sends until a moment of the monotonic clock."""
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                self._send()
            except (OSError, ValueError) as error:
                self.tally.errors.append(str(error))
                self._link = None
                time.sleep(0.05)
            else:
                self.tally.seconds.append(time.monotonic() - began)

    def _send(self) -> None:
        if self._link is None:
            self._link = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        path = f"/raconter/court/?once={secrets.token_urlsafe(16)}"
        self._link.sendall(request_head(self.port, path, len(self._body)))
        self._link.sendall(self._body)
        head = read_answer(self._link)
        found = COOKIE.search(head)
        if not head.startswith(b"HTTP/1.1 302") or found is None:
            raise ValueError(head[:40].decode())
        self.tally.cookies.append(found[1].decode())


def read_answer(link: socket.socket) -> bytes:
    """One answer, head and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(link)
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += _more(link)
    return head + b"\r\n\r\n" + body


def _more(link: socket.socket) -> bytes:
    data = link.recv(65536)
    if not data:
        raise ValueError("the connection was closed")
    return data


def _process(
    port: int, clients: int, image_bytes: int, seconds: float, out: "Queue[Tally]"
) -> None:
    senders = [Sender(port, image_bytes) for _ in range(clients)]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=each.send_until, args=(until,)) for each in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally = Tally()
    for sender in senders:
        tally.add(sender.tally)
    out.put(tally)


def send_for(port: int, clients: int, image_bytes: int, seconds: float) -> Tally:
    """So many clients in a process of their own, for so long."""
    context = multiprocessing.get_context("spawn")
    out: Queue[Tally] = context.Queue()
    started = context.Process(target=_process, args=(port, clients, image_bytes, seconds, out))
    started.start()
    tally = out.get()
    started.join()
    return tally
