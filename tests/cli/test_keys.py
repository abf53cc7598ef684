"""`vigie keys` and what `vigie doctor` says of them: a whole life of a team, typed in a pipe."""

import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.scenes import Login, tell, work
from tests.team import PASSPHRASE, Member, join, knock, rotated
from vigie.cli.doctor import run_checks
from vigie.cli.keys import Action, Role, keys
from vigie.evidence.keys import new_identity
from vigie.flows.team.keys import key_problems
from vigie.flows.team.people import Desk
from vigie.flows.team.recovery import make_recovery, recovery_state, try_shares
from vigie.flows.team.rotation import rotation_state
from vigie.flows.worker import Worker, work_once
from vigie.kernel.errors import BadInput, NotAllowed
from vigie.store.keys import ReaderKey, RecoveryKey, TeamKey
from vigie.store.people import Responder

Typing = Callable[..., str]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typing:
    """Runs a command with lines on its standard input; gives what it printed."""

    def run(*lines: str, action: Action, what: str = "", name: str = "", **more: Role) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        keys(action, what, name, more.get("role", Role.LISTENER))
        return capsys.readouterr().out

    return run


@pytest.fixture
def as_lead(typing: Typing, lead: Login) -> Typing:
    """The same for the lead, who gives passphrase and code, as if 30 seconds had gone by."""

    def run(*lines: str, **more: object) -> str:
        Responder.objects.update(totp_last_step=0)
        code = lead.code(datetime.now(tz=UTC))
        return typing(lead.passphrase, code, *lines, name=lead.name, **more)

    return run


def test_the_list_names_every_key_and_shows_no_secret(
    worker: Worker, lead: Login, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    make_recovery(lead.desk, now)
    knock(lead.desk, "Noor", now)

    keys()

    text = capsys.readouterr().out
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row["kind"] for row in rows] == [
        "log",
        "reader",
        "team",
        "responder",
        "responder",
        "recovery",
    ]
    assert [row["state"] for row in rows[1:]] == [
        "signed",
        "signed",
        "can open",
        "waiting",
        "never tried",
    ]
    assert "SECRET" not in text


def test_somebody_joins_from_the_command_line(
    as_lead: Typing, typing: Typing, lead: Login, now: datetime
) -> None:
    invited = as_lead(action=Action.INVITE, what="Noor")
    words = invited.split("once: ")[1].splitlines()[0]
    joined = typing(words, PASSPHRASE, action=Action.ACCEPT)
    compared = joined.split("by voice: ")[1].strip()
    pseudonym = Responder.objects.get(name="Noor").pseudonym
    seen = as_lead(action=Action.WAITING)

    with pytest.raises(BadInput, match="let nobody in"):
        as_lead("un deux trois quatre", action=Action.ADMIT, what=pseudonym)
    as_lead(compared, action=Action.ADMIT, what=pseudonym)

    totp = joined.split("factor: ")[1].split()[0]
    noor = Member(pseudonym, "Noor", PASSPHRASE, totp).unlocked(now)
    assert f"{pseudonym}  Noor (listener): {compared}" in seen
    assert noor.team_secret == lead.desk.team_secret


def test_somebody_becomes_a_lead_comes_back_and_leaves(
    as_lead: Typing, typing: Typing, desk: Desk, now: datetime
) -> None:
    noor = join(desk, "Noor", now)

    as_lead(action=Action.ROLE, what=noor.pseudonym, role=Role.LEAD)
    became = noor.row.role
    invited = as_lead(action=Action.INVITE_BACK, what=noor.pseudonym)
    typing(invited.split("once: ")[1].splitlines()[0], PASSPHRASE, action=Action.ACCEPT)
    seen = as_lead(action=Action.WAITING)
    as_lead(action=Action.TURN_AWAY, what=noor.pseudonym)
    sacha = join(desk, "Sacha", now)
    as_lead(action=Action.LEAVE, what=sacha.pseudonym)

    assert became == "lead"
    assert "comes back" in seen
    assert (noor.row.state, sacha.row.state) == ("left", "left")
    assert rotation_state().asked


def test_the_team_key_is_replaced_from_the_command_line(
    as_lead: Typing, worker: Worker, now: datetime
) -> None:
    tell(now)
    work(worker, now)

    asked = as_lead(action=Action.ROTATE)
    work_once(worker, now - timedelta(hours=1))
    wrapped = as_lead(action=Action.ROTATE)

    assert "The worker signs it" in asked
    assert "the key before is gone" in wrapped
    assert rotation_state().left == 0


def test_paper_shares_are_made_tried_and_used(
    as_lead: Typing, typing: Typing, worker: Worker, now: datetime
) -> None:
    printed = as_lead(action=Action.RECOVERY, what="make")
    parts = [words_of(each) for each in printed.split("VIGIE · ")[1:]]

    tried = typing(parts[2], parts[0], action=Action.RECOVERY, what="try")
    used = typing(parts[1], parts[2], "Dominique", PASSPHRASE, action=Action.RECOVERY, what="use")
    work_once(worker, now)

    assert [len(each.split()) for each in parts] == [24, 24, 24]
    assert "Part 2 of 3 of the recovery key" in printed
    assert "Nothing was changed" in tried
    pseudonym = Responder.objects.get(name="Dominique").pseudonym
    totp = used.split("factor: ")[1].split()[0]
    assert Member(pseudonym, "Dominique", PASSPHRASE, totp).unlocked(now).responder.role == "lead"


def words_of(printed: str) -> str:
    """The words of a printed sheet, as a person types them."""
    rows = printed.split("made on")[1].split("Seule")[0].splitlines()[1:]
    return " ".join(word for word in " ".join(rows).split() if not word.isdigit())


@pytest.mark.parametrize("action", [Action.ROTATE, Action.INVITE, Action.LEAVE, Action.ADMIT])
def test_nobody_acts_without_a_name_and_a_second_factor(
    action: Action, typing: Typing, lead: Login
) -> None:
    with pytest.raises(BadInput, match="--as"):
        typing(action=action, what="Noor")
    with pytest.raises(NotAllowed):
        typing(lead.passphrase, "000000", action=action, what="Noor", name=lead.name)


def test_what_is_missing_is_asked_for(as_lead: Typing, typing: Typing) -> None:
    with pytest.raises(BadInput, match="Say who"):
        as_lead(action=Action.LEAVE)
    with pytest.raises(BadInput, match="make, try or use"):
        typing(action=Action.RECOVERY)


def test_all_is_well_once_the_paper_shares_were_tried(desk: Desk, now: datetime) -> None:
    shares = make_recovery(desk, now)
    untried = key_problems(now)

    try_shares(shares[:2], now)

    assert [each.split(":")[0] for each in untried] == ["the paper shares were never tried"]
    assert key_problems(now) == ()
    assert "over a year ago" in key_problems(now + timedelta(days=366))[0]
    assert {check.what: check.says for check in run_checks()}["keys"] == "signed, attested, tried"


def test_doctor_says_what_was_written_by_another(desk: Desk, now: datetime) -> None:
    try_shares(make_recovery(desk, now)[:2], now)
    _, recipient = new_identity()
    planted = Responder.objects.get(pk=desk.responder.pk)
    planted.pk, planted.name, planted.pseudonym = None, "Zoé", "R-PLANTED"
    planted.save(force_insert=True)
    TeamKey.objects.create(
        recipient=recipient, signing_public=bytes(32), wrapped_link_key=b"", made_at=now
    )
    RecoveryKey.objects.create(recipient=recipient, made_at=now)
    day = (now - timedelta(days=1)).date()
    ReaderKey.objects.create(day=day, recipient=recipient, signature=bytes(64))

    told = key_problems(now)

    assert [len(each) < 160 for each in told] == [True] * 4
    for words in (
        "team key of",
        f"reader key of {day} is not signed",
        "Zoé (R-PLANTED) has no wrap",
        "recovery key is not attested",
    ):
        assert any(words in each for each in told)


def test_doctor_says_what_is_unfinished(
    worker: Worker, lead: Login, now: datetime, as_lead: Typing
) -> None:
    tell(now)
    as_lead(action=Action.ROTATE)
    late = now + timedelta(hours=2)

    waits = [each for each in key_problems(late) if "over an hour" in each]
    work_once(worker, now)
    unfinished = [each for each in key_problems(late) if "still wrapped" in each]

    assert len(waits) == 1
    assert unfinished[0].startswith("1 of 2 are still wrapped to the team key before: log in")


def test_doctor_says_when_the_newest_team_key_was_deleted(
    worker: Worker, lead: Login, now: datetime
) -> None:
    rotated(lead.desk, worker, now)
    before = [each for each in key_problems(now) if "worker obeys" in each]

    TeamKey.objects.exclude(predecessor=None).delete()

    after = [each for each in key_problems(now) if "worker obeys" in each]
    assert (len(before), len(after)) == (0, 1)


def test_doctor_says_when_reader_keys_are_kept_too_long(lead: Login, now: datetime) -> None:
    later = now + timedelta(days=5)

    assert any("past 72 hours" in each for each in key_problems(later))


def test_doctor_says_that_there_is_no_recovery_key(
    worker: Worker, lead: Login, now: datetime
) -> None:
    make_recovery(lead.desk, now)
    RecoveryKey.objects.update(recipient=new_identity()[1])

    rotated(lead.desk, worker, now)

    assert recovery_state() is None
    assert any("so is everything" in each for each in key_problems(now))
