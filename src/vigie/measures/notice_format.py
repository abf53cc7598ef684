"""`vigie.notice/1`: a notice as plain JSON values, with each legal element in its place."""

from dataclasses import asdict
from typing import Any

from vigie.kernel.formats import time_to_json
from vigie.linking.addresses import profile_url
from vigie.measures.article16 import EXEMPTION, Exhibit, Notice, NoticeItem
from vigie.measures.grounds import Ground
from vigie.measures.vocabulary import classify

NOTICE = "vigie.notice/1"


def notice_to_json(notice: Notice) -> dict[str, Any]:
    """A notice as `vigie.notice/1`; of the witness only a pseudonym given with consent."""
    words = classify(notice.stages, notice.concerns_a_minor)
    return {
        "schema": NOTICE,
        "notice_id": notice.notice_id,
        "case_ref": notice.case_ref,
        "made_at": time_to_json(notice.made_at),
        "channel": notice.channel,
        "recipient_service": notice.platform,
        "urgent": notice.urgent,
        "reported_account": _account(notice),
        "items": [_item(each) for each in notice.items],
        "date_of_facts": {
            "from": notice.facts_on and notice.facts_on.isoformat(),
            "until": notice.facts_until and notice.facts_until.isoformat(),
        },
        "victim_age": {"years": notice.victim_age, "basis": notice.age_basis},
        "explanation": notice.explanation,
        "summary": notice.summary,
        "claims": [asdict(claim) for claim in notice.claims],
        "moves": [asdict(move) for move in notice.moves],
        "doubts": notice.doubts,
        "legal_grounds": [_ground(each) for each in notice.grounds],
        "category": words.category,
        "category_addition": list(words.additions),
        "keywords": list(words.keywords),
        "exhibits": [_exhibit(each) for each in notice.exhibits],
        "requested_measures": _measures(notice),
        "witness_pseudonym": _pseudonym(notice),
        "clocks": {name: time_to_json(time) for name, time in asdict(notice.clocks).items()},
        **_signature(notice),
    }


def _account(notice: Notice) -> dict[str, Any]:
    account = notice.account
    return {
        "platform": account.platform or notice.platform,
        "handle": account.handle,
        "platform_user_id": account.uid,
        "url": profile_url(account),
    }


def _item(item: NoticeItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "url": item.url or None,
        "handle": item.handle or None,
        "platform_user_id": item.platform_uid or None,
        "message_times": list(item.message_times),
        "export_ref": item.export_ref or None,
    }


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "id": ground.id,
        "code": ground.code,
        "article": ground.article,
        "title": asdict(ground.title),
        "conduct": asdict(ground.conduct),
        "valid_from": ground.valid_from.isoformat(),
        "valid_to": ground.valid_to and ground.valid_to.isoformat(),
        "counsel_check": ground.counsel_check,
    }


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    return {
        "number": exhibit.number,
        "kind": exhibit.kind,
        "sha256": exhibit.sha256,
        "received_at": time_to_json(exhibit.received_at),
        "attached": exhibit.attached,
    }


def _measures(notice: Notice) -> list[dict[str, Any]]:
    return [
        {
            "type": measure.kind,
            "proposed_end": measure.proposed_end and measure.proposed_end.isoformat(),
            "review_on": measure.review_on and measure.review_on.isoformat(),
            "reasons": measure.reasons,
        }
        for measure in notice.measures
    ]


def _pseudonym(notice: Notice) -> str | None:
    consent = notice.consent
    allowed = consent.pseudonym_needed and consent.recorded_at is not None
    return consent.pseudonym if allowed else None


def _signature(notice: Notice) -> dict[str, Any]:
    faith, flagger = notice.good_faith, notice.trusted_flagger
    return {
        "notifier": asdict(notice.notifier) if notice.notifier else None,
        "exemption": None if notice.notifier else EXEMPTION,
        "good_faith": faith
        and {"signed_by": faith.signed_by, "signed_at": time_to_json(faith.signed_at)},
        "trusted_flagger": flagger and {**asdict(flagger), "scope": list(flagger.scope)},
    }
