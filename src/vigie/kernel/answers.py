"""What a witness answers; every field can be empty, since every question can be skipped."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

Teller = Literal["me", "friend", "parent", "adult_remembers", "professional", "under_13_account"]
UrgentKind = Literal["publish", "coming", "die", "other"]
Happening = Literal[
    "photo_request",
    "money",
    "threat",
    "insults",
    "meeting",
    "secrecy",
    "touched",
    "other",
]
YesNo = Literal["yes", "no", "unsure"]
Want = Literal["unsure", "talk", "platform", "police", "keep"]
PAGES = ("urgent", "what", "when", "ages", "who", "acts", "evidence", "attacks", "wants")


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one testimony; ages are in years, texts as written.

    `urgent` is set when the witness took the urgent way. `contact_*` is the safe way to be
    contacted. `consent_pseudonym` is whether the platform may be given `own_pseudonym`.
    """

    urgent: UrgentKind | None = None
    contact_way: str = ""
    contact_when: str = ""
    contact_avoid: str = ""
    teller: Teller | None = None
    happenings: tuple[Happening, ...] = ()
    narrative: str = ""
    when: str = ""
    still_going: YesNo | None = None
    age_then: int | None = None
    age_now: int | None = None
    knew_age: YesNo | None = None
    other_age: str = ""
    account: str = ""
    account_platform: str = ""
    other_accounts: str = ""
    asked: YesNo | None = None
    sent: YesNo | None = None
    published: YesNo | None = None
    pasted: str = ""
    attacked: YesNo | None = None
    attacks: str = ""
    wants: tuple[Want, ...] = ()
    own_pseudonym: str = ""
    consent_pseudonym: YesNo | None = None
    could_guess: YesNo | None = None
    sent_off: bool = False

    @classmethod
    def from_pages(cls, pages: Mapping[str, Any]) -> "Answers":
        """From the merged pages as stored; unknown names are left out, lists become tuples."""
        known = {each.name for each in fields(cls)}
        return cls(
            **{  # type: ignore[arg-type]
                name: tuple(value) if isinstance(value, list) else value
                for name, value in pages.items()
                if name in known
            }
        )


TELLERS: tuple[Teller, ...] = get_args(Teller)
URGENT_KINDS: tuple[UrgentKind, ...] = get_args(UrgentKind)
HAPPENINGS: tuple[Happening, ...] = get_args(Happening)
YES_NO: tuple[YesNo, ...] = get_args(YesNo)
WANTS: tuple[Want, ...] = get_args(Want)
