"""The acts of `vigie keys`: who is in the team, its key, and the offline key."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from vigie.cli import ready as ready
from vigie.cli.asking import ask, ask_new_passphrase, ask_to_unlock
from vigie.cli.paper import sheet
from vigie.evidence.shares import read_share
from vigie.flows.place import installation
from vigie.flows.team.joining import (
    accept,
    admit,
    change_role,
    invite,
    invite_back,
    turn_away,
    waiting,
)
from vigie.flows.team.leaving import leave
from vigie.flows.team.people import Desk
from vigie.flows.team.recovery import make_recovery, recover, try_shares
from vigie.flows.team.rotation import ask_rotation, rewrap_some, rotation_state
from vigie.kernel.errors import BadInput
from vigie.store.people import Responder

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Act:
    """What was typed: whom or what it is about, who does it, and when."""

    what: str
    name: str
    role: Responder.Role
    now: datetime

    def unlocked(self) -> Desk:
        """The desk of who does it; raises BadInput when nobody is named."""
        if not self.name:
            raise BadInput("Say who you are at the desk: --as NAME.")
        return ask_to_unlock(self.name, self.now)


def rotate(act: Act) -> None:
    """Asks for a new team key; goes on with one that was signed."""
    desk = act.unlocked()
    if not rotation_state().signed:
        ask_rotation(desk, act.now)
        say("A new team key is asked for. The worker signs it; then everybody logs in again.")
        say("Run 'vigie keys rotate' once more, or log in at the desk, to wrap everything to it.")
        return
    while left := rewrap_some(desk, act.now, AT_ONCE):
        sys.stderr.write(f"\r{left} left ")
    if rotation_state().signed:
        say("Everything is wrapped anew. The key before goes with the next visit to the desk.")
        return
    say("Everything is wrapped anew, and the key before is gone.")


def ask_in(act: Act) -> None:
    """Invites somebody new."""
    made = invite(act.unlocked(), _named(act), act.role, act.now)
    _say_invited(act.what, made.words, made.expires_at)


def ask_back(act: Act) -> None:
    """Invites somebody known, who lost their passphrase or was away."""
    made = invite_back(act.unlocked(), _named(act), act.now)
    _say_invited(act.what, made.words, made.expires_at)


def join(act: Act) -> None:
    """The newcomer's own part: six words, and a passphrase that only they know."""
    made = accept(ask("The six words of the invitation"), ask_new_passphrase("yours"), act.now)
    say(f"Your second factor: {made.totp} (enter it in an authenticator now; it is not kept)")
    say(f"Tell a lead these four words, by voice: {made.fingerprint}")


def who_waits(act: Act) -> None:
    """Those who wait to be let in."""
    for row in waiting(act.unlocked()):
        back = ", comes back" if row.back else ""
        say(f"{row.pseudonym}  {row.name} ({row.role}{back}): {row.fingerprint}")


def let_in(act: Act) -> None:
    """Lets somebody in whose four words were compared."""
    desk, pseudonym = act.unlocked(), _named(act)
    found = [row for row in waiting(desk) if row.pseudonym == pseudonym]
    if found:
        say(f"{found[0].name}, {found[0].role}: {found[0].fingerprint}")
        if ask("Type the four words that they told you").split() != found[0].fingerprint.split():
            raise BadInput("The four words are not the same: let nobody in, and ask them again.")
    admit(desk, pseudonym, act.now, fingerprint=found[0].fingerprint if found else None)
    say(f"{pseudonym} is in the team.")


def send_away(act: Act) -> None:
    """Does not let somebody in."""
    turn_away(act.unlocked(), _named(act), act.now)
    say(f"{act.what} was not let in.")


def give_role(act: Act) -> None:
    """Gives somebody another role."""
    change_role(act.unlocked(), _named(act), act.role, act.now)
    say(f"{act.what} is a {act.role} now.")


def part(act: Act) -> None:
    """Somebody leaves the team."""
    leave(act.unlocked(), _named(act), act.now)
    say(f"{act.what} is out. A new team key is asked for; everybody logs in again once it is made.")


def offline(act: Act) -> None:
    """`recovery make`, `recovery try` or `recovery use`."""
    if act.what not in RECOVERY:
        raise BadInput("Say what to do with the recovery key: make, try or use.")
    RECOVERY[act.what](act)


def say(line: str) -> None:
    """One line for the person."""
    sys.stdout.write(line + "\n")


def _make(act: Act) -> None:
    shares = [read_share(each) for each in make_recovery(act.unlocked(), act.now)]
    for each in shares:
        say(sheet(each, len(shares), installation().organisation.name, act.now))
    say("Print or copy each part on a sheet of its own, clear this screen, then try two of them.")


def _try(act: Act) -> None:
    try_shares(_shares(), act.now)
    say("These parts open the team key. Nothing was changed.")


def _use(act: Act) -> None:
    shares = _shares()
    name = act.name or ask("Name of the new lead").strip()
    made = recover(shares, name, ask_new_passphrase(name), act.now)
    say(f"{name} is a lead of the team. A new team key is asked for.")
    say(f"Second factor: {made.totp} (enter it in an authenticator now; it is not kept)")
    say("Make new parts with 'vigie keys recovery make': these were typed on a machine.")


def _shares() -> tuple[str, ...]:
    """As many parts as the first one says; a slip is said before the next is asked for."""
    first = ask("First part, its 24 words in one line")
    others = range(read_share(first).threshold - 1)
    return (first, *(ask("Next part") for _ in others))


def _named(act: Act) -> str:
    if not act.what:
        raise BadInput("Say who: a name to invite somebody new, a pseudonym (R-…) otherwise.")
    return act.what


def _say_invited(name: str, words: str, until: datetime) -> None:
    say(f"Six words for {name}, until {until:%Y-%m-%d %H:%M} UTC, once: {words}")
    say("They go to the desk's page for newcomers, or run 'vigie keys accept'.")


RECOVERY: Mapping[str, Callable[[Act], None]] = {"make": _make, "try": _try, "use": _use}
ACTS: Mapping[str, Callable[[Act], None]] = {
    "rotate": rotate,
    "invite": ask_in,
    "invite-back": ask_back,
    "accept": join,
    "waiting": who_waits,
    "admit": let_in,
    "turn-away": send_away,
    "role": give_role,
    "leave": part,
    "recovery": offline,
}
