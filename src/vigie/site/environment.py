"""The `VIGIE_*` variables: every one is declared here, strictly parsed; an unknown one stops."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast
from urllib.parse import unquote, urlsplit

from vigie.kernel.errors import Misconfigured

LONGEST_HOST_CHARS = 200
Process = Literal["intake", "worker", "desk", "partners", "tools"]

DECLARED: Mapping[str, str] = {
    "VIGIE_PROCESS": "intake, worker, desk, partners or tools; set by the command itself",
    "VIGIE_DATA": "folder of the installation (default: ./data)",
    "VIGIE_DATABASE_URL": "postgresql://user:password@host:port/name; empty: SQLite in the folder",
    "VIGIE_HOSTS": "host names served, separated by commas (default: 127.0.0.1,localhost)",
    "VIGIE_EXIT_URL": "where 'Quitter vite' leads (default: https://fr.wikipedia.org/)",
    "VIGIE_UPLOAD_LIMIT_MB": "largest file kept, in megabytes (default: 200)",
    "VIGIE_WORKER_SECRET": "secret that unlocks the worker's keys; better given as _FILE",
    "VIGIE_BACKUP_RECIPIENT": "age recipient of backups (default: the team's recovery key)",
    "VIGIE_BACKUP_DAYS": "most days that a backup is kept, and between two (default: 30)",
    "VIGIE_SECOND_OPINION": "1: a second engine marks the messages it reads otherwise (default: 0)",
    "VIGIE_RULES": "folder of the organisation's own rules of signals, .toml files; empty: none",
    "VIGIE_DEMO": "1 when the installation holds invented testimonies only",
    "VIGIE_INTAKE_URL": "public address of the witness pages, for links between processes",
    "VIGIE_PARTNERS_URL": "public address of the observatory, for links between processes",
    "VIGIE_TIMESTAMP_URLS": "timestamp authorities (RFC 3161), separated by commas; empty: none",
    "VIGIE_TIMESTAMP_ROOTS": "PEM file of the authorities' root certificates",
}

POSTGRESQL_LIMITS = "-c lock_timeout=20s -c idle_in_transaction_session_timeout=60s"
"""A process that stopped inside a transaction holds nobody else up for longer."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the variables say, parsed."""

    process: Process
    data: Path
    database: Mapping[str, object]
    hosts: tuple[str, ...]
    exit_url: str
    upload_limit_bytes: int
    worker_secret: str | None
    backup_recipient: str
    backup_days: int
    second_opinion: bool
    rules: Path | None
    demo: bool
    intake_url: str
    partners_url: str
    timestamp_urls: tuple[str, ...]
    timestamp_roots: Path | None


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Parses the variables; raises Misconfigured with one clear sentence."""
    given = _declared_only(variables)
    data = Path(given.get("VIGIE_DATA") or "data").absolute()
    return Environment(
        process=_process(given.get("VIGIE_PROCESS", "tools")),
        data=data,
        database=_database(given.get("VIGIE_DATABASE_URL", ""), data),
        hosts=tuple(given.get("VIGIE_HOSTS", "127.0.0.1,localhost").split(",")),
        exit_url=given.get("VIGIE_EXIT_URL", "https://fr.wikipedia.org/"),
        upload_limit_bytes=1_000_000
        * _count("VIGIE_UPLOAD_LIMIT_MB", given.get("VIGIE_UPLOAD_LIMIT_MB", "200")),
        worker_secret=given.get("VIGIE_WORKER_SECRET"),
        backup_recipient=given.get("VIGIE_BACKUP_RECIPIENT", ""),
        backup_days=_count("VIGIE_BACKUP_DAYS", given.get("VIGIE_BACKUP_DAYS", "30")),
        second_opinion=_switch("VIGIE_SECOND_OPINION", given.get("VIGIE_SECOND_OPINION", "0")),
        rules=_rules(given.get("VIGIE_RULES", "")),
        demo=_switch("VIGIE_DEMO", given.get("VIGIE_DEMO", "0")),
        intake_url=given.get("VIGIE_INTAKE_URL", "").rstrip("/"),
        partners_url=given.get("VIGIE_PARTNERS_URL", "").rstrip("/"),
        timestamp_urls=_authorities(given.get("VIGIE_TIMESTAMP_URLS", "")),
        timestamp_roots=_roots(given),
    )


def _declared_only(variables: Mapping[str, str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in variables.items():
        if not name.startswith("VIGIE_"):
            continue
        plain = name.removesuffix("_FILE")
        if plain not in DECLARED:
            known = ", ".join(sorted(DECLARED))
            raise Misconfigured(f"{name} is not a setting of Vigie. Known settings: {known}.")
        given[plain] = value if plain == name else _file_text(name, value)
    return given


def _file_text(name: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise Misconfigured(f"{name} points to {path}, which cannot be read.") from error


def _process(text: str) -> Process:
    if text not in ("intake", "worker", "desk", "partners", "tools"):
        raise Misconfigured(f"VIGIE_PROCESS is {text!r}: {DECLARED['VIGIE_PROCESS']}.")
    return cast(Process, text)


def _rules(text: str) -> Path | None:
    if text and not Path(text).is_dir():
        raise Misconfigured(f"VIGIE_RULES is {text!r}, which is no folder: give one, or nothing.")
    return Path(text).absolute() if text else None


def _switch(name: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise Misconfigured(f"{name} is {text!r}; give 0 or 1.")
    return text == "1"


def _count(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise Misconfigured(f"{name} is {text!r}; give a whole number above 0.")
    return int(text)


def _authorities(text: str) -> tuple[str, ...]:
    """Addresses of one authority each: another would count as the same voice twice."""
    urls = tuple(url.strip() for url in text.split(",")) if text.strip() else ()
    hosts = [_host(url) for url in urls]
    if len(set(hosts)) != len(hosts):
        raise Misconfigured("VIGIE_TIMESTAMP_URLS names the same authority twice.")
    return urls


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        named = parts.hostname and parts.port != 0 and len(parts.netloc) <= LONGEST_HOST_CHARS
        known = bool(named) and parts.scheme in ("http", "https")
    except ValueError:
        known = False
    if not known or not url.isascii() or not url.isprintable() or " " in url or "@" in url:
        raise Misconfigured(
            f"VIGIE_TIMESTAMP_URLS holds {url!r}; give addresses like http://host/path."
        )
    return urlsplit(url).netloc.lower()


def _roots(given: Mapping[str, str]) -> Path | None:
    roots = given.get("VIGIE_TIMESTAMP_ROOTS", "")
    if given.get("VIGIE_TIMESTAMP_URLS", "").strip() and not roots:
        raise Misconfigured("VIGIE_TIMESTAMP_URLS needs VIGIE_TIMESTAMP_ROOTS, a PEM file.")
    return Path(roots).absolute() if roots else None


def _database(url: str, data: Path) -> dict[str, object]:
    if not url:
        return _sqlite(data / "vigie.sqlite3")
    parts = urlsplit(url)
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise Misconfigured("VIGIE_DATABASE_URL is not like postgresql://user:password@host/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "options": POSTGRESQL_LIMITS},
    }


def _sqlite(path: Path) -> dict[str, object]:
    """Durable and forgetful. Write-ahead logging waits for SQLite 3.51.3 (sqlite.org/wal.html)."""
    return {
        "ENGINE": "vigie.store.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
            ),
        },
    }
