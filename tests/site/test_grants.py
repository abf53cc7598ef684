"""Each process works with its own database role, which reaches nothing that it does not need."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model

from tests.scenes import TALK, Login, tell, work
from tests.team import PASSPHRASE, join, knock, rewrapped
from vigie.flows import casework, public, witness
from vigie.flows.decisions import record_decisions
from vigie.flows.frozen import freeze
from vigie.flows.lending import lend_to_worker
from vigie.flows.proposals import agree, propose
from vigie.flows.queue import claim, queue, release
from vigie.flows.team.joining import turn_away
from vigie.flows.team.leaving import leave
from vigie.flows.team.people import Desk, log_in, log_out, unlock, visitor
from vigie.flows.team.recovery import make_recovery, recover, try_shares
from vigie.flows.team.rotation import ask_rotation
from vigie.flows.worker import Worker, work_once
from vigie.kernel.answers import Answers
from vigie.kernel.corrections import SwapAll
from vigie.site.grants import grants, process_rights, role_of
from vigie.store.models import (
    AccountRecord,
    CaseNote,
    CopyPair,
    DeskVisit,
    Passkey,
    Print,
    Proposal,
    RecoveryKey,
    Responder,
    TeamWrap,
    Wrap,
)

PROCESSES = tuple(process_rights())


def tables() -> dict[str, type[Model]]:
    return {each._meta.db_table: each for each in apps.get_app_config("store").get_models()}


@pytest.fixture
def roles(db: None) -> None:
    """The four roles, in a PostgreSQL that forgets them at the end of the test."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    with connection.cursor() as cursor:
        for statement in grants(tables()):
            cursor.execute(statement)


@contextmanager
def acting_as(process: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role_of(process)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def refused(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_testimony_goes_its_whole_way_with_four_roles(
    roles: None, worker: Worker, lead: Login, now: datetime
) -> None:
    with acting_as("intake"):
        told = tell(now, account="@gaia.exemple", pasted=TALK, files=[("a.txt", b"bonjour")])
        witness.say(told.session, "encore", once="s", now=now)
        witness.withdraw(told.session, now)
        witness.keep(told.session, now)
        urgent = tell(now, urgent="danger")
    with acting_as("worker"):
        work(worker, now)
    with acting_as("desk"):
        cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)
        desk = visitor(cookie, now)
        assert desk is not None
        for row in queue(desk, now):
            claim(desk, row.reference, now)
            casework.open_case(desk, row.reference, now)
            casework.add_note(desk, row.reference, "note", "vu", now)
        casework.enter_call(desk, Answers(narrative="au téléphone"), "fr", now)
        release(desk, queue(desk, now)[0].reference)
        log_out(cookie)
    with acting_as("partners"):
        public.observatory_figures(now)
    with acting_as("intake"):
        assert witness.so_far(told.session, now).status == "in_hand"
        assert witness.so_far(urgent.session, now).urgent


def test_what_was_withdrawn_is_erased_with_the_workers_role(
    roles: None, worker: Worker, now: datetime
) -> None:
    with acting_as("intake"):
        told = tell(now, account="@gaia.exemple", pasted=TALK)
        witness.withdraw(told.session, now)

    with acting_as("worker"):
        work_once(worker, now)
        work(worker, now + timedelta(days=8))

    assert not Wrap.objects.exists()


def test_copies_are_found_by_the_desk_and_go_with_what_the_worker_erases(
    roles: None, worker: Worker, desk: Desk, now: datetime
) -> None:
    with acting_as("intake"):
        one, other = (tell(now, pasted=TALK) for _ in range(2))
        witness.withdraw(one.session, now)
    with acting_as("worker"):
        work(worker, now)
    with acting_as("desk"):
        beside = [one.reference, other.reference]
        (copy,) = casework.copies_of(desk, one.reference, now, beside=beside)

    with acting_as("worker"):
        work(worker, now + timedelta(days=8))

    assert copy.reference == other.reference
    assert Print.objects.count() == 1
    assert not CopyPair.objects.exists()


def test_a_file_is_frozen_and_destroyed_and_a_testimony_lent_with_their_roles(
    roles: None, worker: Worker, new_login: Callable[[str], Login], now: datetime
) -> None:
    desk, other = (new_login(name).desk for name in ("Camille", "Dominique"))
    record_decisions({"csam_policy": "refuse"}, "Camille", "le protocole", now)
    with acting_as("intake"):
        told = tell(now, account="@gaia.exemple", files=[("a.txt", TALK.encode())])
        (file,) = witness.so_far(told.session, now).files
        witness.freeze_own(told.session, file.id, now)
    with acting_as("worker"):
        work(worker, now)
    with acting_as("desk"):
        (row,) = queue(desk, now)
        case = row.reference
        thaw = propose(desk, Proposal.Act.THAW, case, item=file.id, reason="x", now=now)
        agree(other, thaw, now)
    with acting_as("worker"):
        work(worker, now)
    with acting_as("desk"):
        claim(desk, case, now)
        (talk,) = casework.open_case(desk, case, now).testimonies[0].conversations
        casework.correct(desk, case, talk.id, [SwapAll()], version=0, now=now)
        lend_to_worker(desk, [told.reference], "engine", now)
    with acting_as("worker"):
        work(worker, now)
    with acting_as("intake"):
        witness.put_right(told.session, talk.id, [SwapAll()], events=1, now=now)
    with acting_as("worker"):
        work(worker, now)
    with acting_as("desk"):
        freeze(desk, case, file.id, now)
        gone = propose(desk, Proposal.Act.DESTROY, case, item=file.id, reason="x", now=now)
        agree(other, gone, now)
    with acting_as("intake"):
        assert [each.state for each in witness.so_far(told.session, now).files] == ["gone"]


def test_a_team_changes_and_its_key_with_it_with_their_roles(
    roles: None, worker: Worker, lead: Login, now: datetime
) -> None:
    with acting_as("intake"):
        told = tell(now, account="@gaia.exemple", pasted=TALK)
    with acting_as("worker"):
        work(worker, now)
    with acting_as("desk"):
        shares = make_recovery(lead.desk, now)
        noor, sacha = join(lead.desk, "Noor", now), knock(lead.desk, "Sacha", now)
        turn_away(lead.desk, sacha.pseudonym, now)
        leave(lead.desk, noor.pseudonym, now)
        ask_rotation(lead.desk, now)
    with acting_as("worker"):
        work_once(worker, now)
    with acting_as("desk"):
        desk = unlock(lead.name, lead.passphrase, lead.code(now), now)
        rewrapped(desk, now)
        try_shares(shares[:2], now)
        recover(shares[1:], "Dominique", PASSPHRASE, now)
    with acting_as("intake"):
        witness.say(told.session, "encore", once="s", now=now)


def test_intake_changes_nothing_of_an_item_but_whether_it_is_frozen(roles: None) -> None:
    with acting_as("intake"):
        refused("UPDATE store_item SET sealed = NULL")


@pytest.mark.parametrize("process", PROCESSES)
def test_every_table_outside_a_role_is_closed_to_it(roles: None, process: str) -> None:
    rights = process_rights()[process]

    for table, model in tables().items():
        if "r" in rights.get(table, ""):
            continue
        with acting_as(process), pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("process", "model"),
    [
        ("intake", Responder),
        ("intake", DeskVisit),
        ("intake", TeamWrap),
        ("intake", CaseNote),
        ("intake", AccountRecord),
        ("worker", Responder),
        ("worker", TeamWrap),
        ("worker", DeskVisit),
        ("worker", RecoveryKey),
        ("worker", Passkey),
        ("partners", Wrap),
        ("partners", AccountRecord),
        ("partners", CaseNote),
        ("partners", Responder),
    ],
)
def test_a_process_cannot_read_what_is_not_its_own(
    roles: None, process: str, model: type[Model]
) -> None:
    assert model._meta.db_table not in process_rights()[process]


@pytest.mark.parametrize("process", ["intake", "desk", "partners"])
@pytest.mark.parametrize("table", ["store_readerkey", "store_loghead"])
@pytest.mark.parametrize("begins", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_only_the_worker_publishes_keys_and_heads(
    roles: None, process: str, table: str, begins: str
) -> None:
    with acting_as(process):
        refused(begins.format(table))


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_rewrites_the_log(roles: None, process: str) -> None:
    with acting_as(process):
        refused("DELETE FROM store_logentry")


def test_every_table_named_exists() -> None:
    named = {table for rights in process_rights().values() for table in rights}

    assert named <= set(tables())
