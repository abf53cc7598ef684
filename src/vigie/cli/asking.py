"""What a command asks a person: hidden or not, on a terminal; or a line each from a pipe."""

import getpass
import sys
from datetime import datetime

from vigie.evidence.passphrases import check_strength
from vigie.flows.team.people import Desk, unlock
from vigie.kernel.errors import BadInput


def ask(question: str, *, hidden: bool = False) -> str:
    """One line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass(f"{question}: ") if hidden else input(f"{question}: ")


def ask_to_unlock(name: str, now: datetime) -> Desk:
    """The desk of a name, by passphrase and second factor."""
    passphrase = ask("Passphrase", hidden=True)
    return unlock(name, passphrase, ask("Code").strip(), now)


def ask_new_passphrase(whose: str) -> str:
    """A new passphrase, typed twice on a terminal or once on a pipe; raises BadInput."""
    passphrase = ask(f"New passphrase of {whose}", hidden=True)
    check_strength(passphrase)
    if sys.stdin.isatty() and ask("Again", hidden=True) != passphrase:
        raise BadInput("The two passphrases are not the same.")
    return passphrase
