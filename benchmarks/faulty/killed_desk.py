"""`kill -9` of the desk during each act: nothing half done; the same form again does it once."""

import re
from contextlib import suppress

from benchmarks.faulty.killed_worker import send_testimonies
from benchmarks.faulty.responder import Fields, Responder
from benchmarks.faulty.staging import ask, crashing, fault, number, serving, wrongs
from benchmarks.household import Place, place
from benchmarks.walker import NotAcknowledged

ACTS = "vigie.flows.casework.acts"
STEPS = {
    "claim": ("vigie.flows.queue:claim:before", "vigie.flows.queue:claim:after"),
    "note": (f"{ACTS}:only_once:before", "vigie.flows.casework:add_note:after"),
    "message": (f"{ACTS}:only_once:before", "vigie.flows.casework:write_to_witness:after"),
    "call": (f"{ACTS}:join_cases:after", "vigie.flows.casework:enter_call:after"),
    "notice": ("vigie.flows.notices:compose:after", "vigie.flows.notices:make_notice:after"),
}
COUNTS = {
    "claim": "SELECT COUNT(*) FROM store_case WHERE holder_id IS NOT NULL",
    "note": "SELECT COUNT(*) FROM store_casenote WHERE kind='note'",
    "message": "SELECT COUNT(*) FROM store_item WHERE from_team",
    "call": "SELECT COUNT(*) FROM store_testimony WHERE entered_by_team",
    "notice": "SELECT COUNT(*) FROM store_notice",
}


def form_of(desk: Responder, act: str, case: str) -> tuple[str, Fields]:
    """Where the form of an act goes, and what it holds."""
    here = f"/desk/dossiers/{case}/"
    if act == "claim":
        return f"{here}prendre/", []
    if act == "call":
        return "/desk/appel/", [*desk.form(desk.get("/desk/appel/"), "/desk/appel/"),
                                ("narrative", "au téléphone"), ("language", "fr")]  # fmt: skip
    if act == "notice":
        return f"{here}signaler/", notice_fields(desk, here)
    page = desk.get(here)
    to = f"{here}notes/" if act == "note" else f"{here}messages/"
    fields = [each for each in desk.form(page, to) if each != ("kind", "doubt")]
    kind = [("kind", "note")] if act == "note" else []
    return to, [*fields, *kind, ("text", "un mot qui compte")]


def notice_fields(desk: Responder, here: str) -> Fields:
    """A notice that lacks nothing, on the first thing that can be cited."""
    desk.post(f"{here}notes/", [("kind", "doubt"), ("text", "Aucun doute à cette heure.")])
    page = desk.get(f"{here}signaler/")
    quote = re.findall(r'name="claim-1-quotes" value="([^"]+)"', page)[0]
    ground = re.findall(r'name="grounds" value="([^"]+)"', page)[0]
    return [
        *desk.form(page, f"{here}signaler/"),
        ("claim-1", "Le compte demande une photo à une personne mineure."),
        ("claim-1-quotes", quote),
        ("claim-2", ""),
        ("explanation", "Le compte écrit à une personne de 13 ans et lui demande une photo."),
        ("grounds", ground),
        ("date_of_facts", "2020-06-18"),
        ("could_guess_asked", "on"),
        ("good_faith", "on"),
        ("notifier", "exempt"),
        ("language", "fr"),
    ]


def killed(act: str, point: str) -> str:
    """One act on a desk that crashes, then the same form on a sound one, twice."""
    with place() as home, serving(home, "desk") as sound:
        send_testimonies(home, 1)
        home.run("worker", "--once")
        case = str(ask(home, "SELECT reference FROM store_case")[0][0])
        desk = Responder(sound, home.totp)
        if act not in ("claim", "call"):
            desk.post(f"/desk/dossiers/{case}/prendre/", [])
        to, fields = form_of(desk, act, case)
        answered = try_on_crashing(home, desk, point, to, fields)
        desk.port = sound
        for _ in range(2):
            desk.post(to, fields)
        return wrongs(answered=(answered, False), done=(number(home, COUNTS[act]), 1))


def try_on_crashing(home: Place, desk: Responder, point: str, to: str, fields: Fields) -> bool:
    """Whether a desk that crashes at a point answered all the same."""
    with crashing(home, "desk", point) as port:
        desk.port = port
        with suppress(NotAcknowledged):
            desk.post(to, fields)
            return True
    return False


for name, (before, after) in STEPS.items():
    for when, point in (("before it is kept", before), ("kept, not answered", after)):
        fault(f"desk killed: a {name}, {when}", "nothing half done; sent again, done once")(
            lambda name=name, point=point: killed(name, point)
        )
