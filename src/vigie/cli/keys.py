"""`vigie keys`: which keys there are and who holds them, and the life of the team's key."""

import json as json_format
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from vigie.cli import ready as ready
from vigie.cli.team import ACTS, Act
from vigie.flows.team.keys import key_rows
from vigie.store.people import Responder


class Action(StrEnum):
    """What can be done with the keys."""

    LIST = "list"
    ROTATE = "rotate"
    INVITE = "invite"
    INVITE_BACK = "invite-back"
    ACCEPT = "accept"
    WAITING = "waiting"
    ADMIT = "admit"
    TURN_AWAY = "turn-away"
    ROLE = "role"
    LEAVE = "leave"
    RECOVERY = "recovery"


class Role(StrEnum):
    """What a responder may do."""

    LISTENER = "listener"
    LEAD = "lead"


def keys(
    action: Annotated[Action, typer.Argument(help="What to do.")] = Action.LIST,
    what: Annotated[str, typer.Argument(help="A name, a pseudonym; or make, try, use.")] = "",
    name: Annotated[str, typer.Option("--as", help="Your name at the desk.")] = "",
    role: Annotated[Role, typer.Option(help="For invite and role.")] = Role.LISTENER,
    json: Annotated[bool, typer.Option(help="The list, one JSON object a line.")] = False,
) -> None:
    """Lists the keys and their holders, or acts; asks for passphrase and second factor."""
    if action is Action.LIST:
        show(json)
        return
    ACTS[action](Act(what.strip(), name, Responder.Role(role.value), datetime.now(tz=UTC)))


def show(json: bool) -> None:
    """The keys: kind, holder, since, state; no secret."""
    for row in key_rows():
        line = f"{row.kind:<10} {row.holder:<34} {row.since:<12} {row.state}"
        as_json = json or not sys.stdout.isatty()
        sys.stdout.write((json_format.dumps(asdict(row)) if as_json else line) + "\n")
