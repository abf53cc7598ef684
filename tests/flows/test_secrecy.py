"""Whoever steals the disk learns nothing that was told: planted words are found nowhere."""

from datetime import datetime

from tests.scenes import everything_stored, only_case, tell, work
from vigie.flows import casework, witness
from vigie.flows.place import folder
from vigie.flows.queue import claim
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.answers import Answers
from vigie.kernel.corrections import Add, FixText

TALK = "Lui: envoie une photo de toi PLANTE-MESSAGE\nMoi: non\nLui: je publie tout\n"


def test_no_word_of_anybody_is_on_the_disk(worker: Worker, desk: Desk, now: datetime) -> None:
    told = tell(
        now,
        account="plante.compte",
        platform="tiktok",
        narrative="il dit PLANTE-RECIT",
        pasted="Lui: salut PLANTE-COLLE\nMoi: non\n",
        contact_way="06 39 98 00 42",
        own_pseudonym="plante.pseudo",
        files=[("plante-fichier.txt", TALK.encode())],
    )
    work(worker, now)
    witness.say(told.session, "PLANTE-TEMOIN", once="m", now=now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    view = casework.open_case(desk, reference, now).testimonies[0]
    talk = view.conversations[0].id
    words = (FixText("1", "PLANTE-CORRIGE"), Add("1", "PLANTE-AJOUTE", "right"))
    casework.correct(desk, reference, talk, words, version=0, now=now)
    casework.add_note(desk, reference, "note", "PLANTE-NOTE", now)
    casework.write_to_witness(desk, reference, told.reference, "PLANTE-EQUIPE", now)
    casework.enter_call(desk, Answers(narrative="PLANTE-APPEL"), "fr", now)
    work(worker, now)

    stored = everything_stored()
    files = b"".join(each.read_bytes() for each in folder().rglob("*") if each.is_file())
    names = " ".join(str(each) for each in folder().rglob("*"))

    assert len(view.conversations) == 2
    for place in (stored.lower(), files.lower(), names.lower().encode()):
        assert b"plante" not in place
        assert told.code.encode() not in place
        assert b"age-secret-key" not in place
    assert b"06 39 98" not in stored
    assert told.session.secret.encode() not in stored + files
    assert told.reference.encode() in stored


def test_times_are_kept_to_the_hour(worker: Worker, now: datetime) -> None:
    noon = now.replace(hour=12, minute=34, second=56, microsecond=789)

    told = tell(noon)
    work(worker, noon)

    stored = everything_stored()
    assert told.reference.encode() in stored
    assert b"12:34:56" not in stored
