"""The one cookie of a witness: it carries the session and the code, encrypted, for half an hour."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vigie.flows.witness import WitnessSession

NAME = "__Host-suite"


@dataclass(frozen=True, slots=True)
class Carried:
    """What travels from page to page; `code` is empty once the testimony was reopened."""

    session: WitnessSession
    code: str = field(default="", repr=False)


def seal(carried: Carried, now: datetime) -> str:
    """The cookie's text."""
    told = {
        "testimony": carried.session.testimony,
        "secret": carried.session.secret,
        "code": carried.code,
    }
    return _fernet().encrypt_at_time(json.dumps(told).encode(), int(now.timestamp())).decode()


def unseal(text: str, now: datetime) -> Carried | None:
    """What `seal` wrote, or None when it is too old, changed, or somebody else's."""
    try:
        plain = _fernet().decrypt_at_time(
            text.encode(), ttl=settings.WITNESS_IDLE_SECONDS, current_time=int(now.timestamp())
        )
    except InvalidToken:
        return None
    told = json.loads(plain)
    return Carried(WitnessSession(told["testimony"], told["secret"]), told["code"])


def carried_by(request: HttpRequest, now: datetime) -> Carried | None:
    """What the request carries, or None."""
    text = request.COOKIES.get(NAME)
    return None if text is None else unseal(text, now)


def carry(response: HttpResponse, carried: Carried, now: datetime) -> None:
    """Gives the cookie another half hour."""
    response.set_cookie(
        NAME,
        seal(carried, now),
        max_age=settings.WITNESS_IDLE_SECONDS,
        secure=True,
        httponly=True,
        samesite="Strict",
    )


def drop(response: HttpResponse) -> None:
    """Takes the cookie away, with the attributes that its `__Host-` prefix asks for."""
    response.set_cookie(NAME, "", max_age=0, secure=True, httponly=True, samesite="Strict")


def _fernet() -> Fernet:
    return Fernet(settings.VIGIE_COOKIE_KEY)
