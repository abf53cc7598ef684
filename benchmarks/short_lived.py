"""Intakes that live for a moment: the real application, made once, in a process that is forked.

The socket outlives them, as behind a proxy; so a thousand can be killed in minutes. What is between
granian and the application is not in it: `benchmarks.kill_intake` kills the whole process.
Usage: python -m benchmarks.short_lived PORT
"""

import os
import signal
import socket
import socketserver
import sys
from collections.abc import Callable
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer
from wsgiref.util import setup_testing_defaults

Application = Callable[..., Any]


class Quiet(WSGIRequestHandler):
    """Answers without a line in any log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its own name)
        """Says nothing."""


class Threads(socketserver.ThreadingMixIn, WSGIServer):
    """One thread for each request, on a socket that was made before."""

    daemon_threads = True

    def __init__(self, made: socket.socket) -> None:
        super().__init__(made.getsockname(), Quiet, bind_and_activate=False)
        self.socket.close()
        self.socket = made
        self.server_name, self.server_port = made.getsockname()
        self.setup_environ()


def warm(application: Application) -> None:
    """One testimony begun, so that a child finds all loaded; no database is left open."""
    for path, method in (("/", "GET"), ("/raconter/", "POST"), ("/suivi/", "POST")):
        environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method}
        environ |= {"HTTP_HOST": "127.0.0.1", "HTTP_SEC_FETCH_SITE": "same-origin"}
        setup_testing_defaults(environ)
        b"".join(application(environ, lambda *_: None))
    from django.db import connections

    connections.close_all()


def main() -> None:
    """Forks an intake, tells its number, and forks the next one when it dies."""
    os.environ["VIGIE_PROCESS"] = "intake"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigie.site.settings")
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    warm(application)
    ServerHandler.http_version = "1.1"
    made = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=256)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    while True:
        child = os.fork()
        if child == 0:
            server = Threads(made)
            server.set_app(application)
            server.serve_forever(poll_interval=0.05)
        print(child, flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
