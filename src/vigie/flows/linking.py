"""A testimony joins the case of each account it names, by exact account and nothing else."""

import json
from collections.abc import Sequence
from datetime import datetime

from vigie.cases.deadlines import deadline
from vigie.evidence.keys import identity_from_seed, new_identity, unwrap, wrap
from vigie.evidence.sealing import open_text, seal_text
from vigie.flows.custody import to_hour
from vigie.flows.place import new_reference
from vigie.flows.recipients import team_recipient
from vigie.flows.signatures import Signer, case_message, check_signer
from vigie.flows.team.held import held_secret
from vigie.kernel.accounts import Account
from vigie.kernel.findings import Severity, gravest
from vigie.kernel.formats import account_from_json, account_to_json
from vigie.linking.keys import blind_index
from vigie.store.accounts import AccountRecord
from vigie.store.cases import Case, Joined
from vigie.store.testimonies import Testimony


def join_cases(
    testimony: Testimony,
    accounts: Sequence[Account],
    link_key: bytes,
    signer: Signer,
    now: datetime,
    reopen: bool = True,
) -> tuple[Case, ...]:
    """Puts a testimony in the case of each account named; or in one of its own, until one is.

    A case that is done opens again, unless nothing new was told (`reopen`).
    """
    if not accounts:
        return (open_own_case(testimony, signer, now),)
    own = _own_case(testimony)
    records = [_record_of(account, link_key) for account in accounts]
    cases = [
        _case_of(record, own if record is records[0] else None, signer, now, reopen)
        for record in records
    ]
    if own is not None and own not in cases and _untouched(own):
        own.delete()
    for case in sorted(cases, key=lambda each: each.pk):
        _join(case, testimony, now)
    return tuple(cases)


def open_own_case(testimony: Testimony, signer: Signer, now: datetime) -> Case:
    """The case of a testimony that names no account, or none yet: what is urgent waits for none."""
    own = _own_case(testimony)
    case = own or _new_case(None, "", signer, now)
    _join(case, testimony, now)
    return case


def _own_case(testimony: Testimony) -> Case | None:
    cases = Case.objects.filter(account=None, joined__testimony=testimony)
    return cases.select_for_update(of=("self",), no_key=True).first()


def _join(case: Case, testimony: Testimony, now: datetime) -> None:
    Joined.objects.get_or_create(case=case, testimony=testimony, defaults={"hour": to_hour(now)})
    refresh_case(case, now)


def _untouched(case: Case) -> bool:
    return case.holder_id is None and not case.notes.exists() and not case.notices.exists()


def refresh_case(case: Case, now: datetime) -> None:
    """The case takes the gravest of its testimonies, also of those another worker just joined."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    rows = Testimony.objects.filter(joined__case=case).values_list("severity", "sent_hour")
    severities: list[Severity] = [grave or "P4" for grave, _ in rows]  # type: ignore[misc]
    case.severity = gravest(tuple(severities))
    case.waiting_since = min([hour for _, hour in rows if hour], default=to_hour(now))
    case.answer_before = deadline(gravest(tuple(severities)), case.waiting_since)
    case.save(update_fields=["severity", "waiting_since", "answer_before"])


def account_of(record: AccountRecord, link_key: bytes) -> Account:
    """The account of a record, with the link key."""
    secret = identity_from_seed(link_key)[0]
    return account_from_json(json.loads(open_text(bytes(record.sealed), secret)))


def case_secret(case: Case, team_secret: str) -> str:
    """The secret that opens what the team wrote in a case; raises WrongKey."""
    return unwrap(bytes(case.wrapped_key), held_secret(team_secret, case.wrapped_to))


def _record_of(account: Account, link_key: bytes) -> AccountRecord:
    text = json.dumps(account_to_json(account), ensure_ascii=False)
    record, _ = AccountRecord.objects.get_or_create(
        index=blind_index(link_key, account),
        defaults={
            "platform": account.platform or "",
            "sealed": seal_text(text, identity_from_seed(link_key)[1]),
        },
    )
    return record


def _case_of(
    record: AccountRecord, own: Case | None, signer: Signer, now: datetime, reopen: bool
) -> Case:
    """The case of an account; a testimony's own case becomes it where there is none yet."""
    found = Case.objects.filter(account=record).first()
    if found is None and own is not None:
        own.account, own.platform = record, record.platform
        own.save(update_fields=["account", "platform"])
        return own
    if found is None:
        return _new_case(record, record.platform, signer, now)
    if reopen and found.state != Case.State.OPEN:
        found.state = Case.State.OPEN
        found.save(update_fields=["state"])
    return found


def _new_case(record: AccountRecord | None, platform: str, signer: Signer, now: datetime) -> Case:
    reference, (secret, recipient) = new_reference("D"), new_identity()
    team = team_recipient()
    case = Case(
        reference=reference,
        recipient=recipient,
        wrapped_key=wrap(secret, team),
        wrapped_to=team,
        signature=signer(case_message(reference, recipient)),
        account=record,
        platform=platform,
        waiting_since=to_hour(now),
        answer_before=deadline("P4", now),
    )
    check_signer(case)
    case.save(force_insert=True)
    return case
