"""The reading room: what is shown, what is written, and that a refusal loses nothing."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.scenes import TALK, Login, tell, work
from vigie.flows import casework
from vigie.flows.queue import claim
from vigie.flows.worker import Worker
from vigie.kernel.conversations import Source, SourceFile
from vigie.store.cases import Case, CaseNote


def page_of(client: Client, reference: str, **asked: str) -> str:
    """The page as text."""
    return client.get(f"/desk/dossiers/{reference}/", asked).content.decode()


def conversation_of(login: Login, reference: str, now: datetime) -> int:
    """The id of the first conversation of a case."""
    view = casework.open_case(login.desk, reference, now)
    return view.testimonies[0].conversations[0].id


def underlined(word: str, page: str) -> bool:
    """Whether a word is somewhere in a mark of a note."""
    return re.search(rf'<mark class="[^"]+">[^<]*{word}', page) is not None


def test_the_page_underlines_what_was_found_and_says_why(at_desk: Client, case: str) -> None:
    page = page_of(at_desk, case)

    assert underlined("photo", page)
    assert underlined("publie", page)
    assert "Demande d’image" in page
    assert "rapporté\u00a0: la personne dont on parle" in page
    assert "Pourquoi P1 (maintenant)" in page
    assert 'class="quote"' in page
    assert "lea.exemple" in page


def test_the_stages_in_the_address_choose_what_is_underlined(at_desk: Client, case: str) -> None:
    page = page_of(at_desk, case, stage="threat_exposure", show="7")

    assert 'name="stage" value="threat_exposure" checked' in page
    assert '<input type="hidden" name="show" value="7">' in page
    assert underlined("publie", page)
    assert not underlined("photo", page)
    assert "tu as quel âge" in page
    assert "&amp;stage=threat_exposure" in page


def test_who_does_not_hold_the_case_reads_and_cannot_write(at_desk: Client, case: str) -> None:
    page = page_of(at_desk, case)

    assert "Personne ne tient ce dossier" in page
    assert 'name="text"' not in page
    assert "Inverser les deux côtés" not in page


def test_a_case_held_by_somebody_else_says_by_whom(
    at_desk: Client, case: str, new_login: Callable[[str], Login], now: datetime
) -> None:
    claim(new_login("Nour").desk, case, now)

    page = page_of(at_desk, case)

    assert "Nour tient ce dossier" in page


def test_the_holder_finds_every_form(at_desk: Client, held: str) -> None:
    page = page_of(at_desk, held)

    assert "Vous tenez ce dossier jusqu’à" in page
    assert 'id="doubt-text"' in page
    assert 'id="message-text"' in page
    assert 'class="correct"' in page
    assert "À remplir avant tout signalement" in page


def test_a_doubt_is_written_and_the_reminder_goes(at_desk: Client, held: str) -> None:
    answer = at_desk.post(
        f"/desk/dossiers/{held}/notes/", {"kind": "doubt", "text": "Deux comptes se ressemblent."}
    )
    page = page_of(at_desk, held)

    assert answer["Location"] == f"/desk/dossiers/{held}/?#doubts"
    assert "Deux comptes se ressemblent." in page
    assert "À remplir avant tout signalement" not in page


def test_an_empty_note_is_refused_in_a_sentence(at_desk: Client, held: str) -> None:
    answer = at_desk.post(f"/desk/dossiers/{held}/notes/", {"kind": "note", "text": " \r\n "})

    assert answer.status_code == 422
    assert "Rien n’est encore écrit" in answer.content.decode()


def test_a_text_that_is_too_long_comes_back_whole(at_desk: Client, held: str) -> None:
    long = "mot " * 5_001

    answer = at_desk.post(f"/desk/dossiers/{held}/notes/", {"kind": "note", "text": long})

    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()


def test_a_message_reaches_the_witness(
    at_desk: Client, held: str, lead: Login, now: datetime
) -> None:
    testimony = casework.open_case(lead.desk, held, now).testimonies[0].reference

    at_desk.post(
        f"/desk/dossiers/{held}/messages/?testimony={testimony}",
        {"testimony": testimony, "text": "On a lu. On te répond avant 22 h."},
    )

    assert "On te répond avant 22 h." in page_of(at_desk, held)


def test_a_claim_that_expired_says_so_and_gives_the_text_back(
    at_desk: Client, held: str, now: datetime
) -> None:
    Case.objects.update(held_until=now - timedelta(minutes=1))

    answer = at_desk.post(
        f"/desk/dossiers/{held}/notes/", {"kind": "note", "text": "à rapprocher d’un autre"}
    )

    assert answer.status_code == 409
    assert "Vous ne tenez pas ou plus ce dossier" in answer.content.decode()
    assert "à rapprocher d’un autre</textarea>" in answer.content.decode()
    assert 'target="_blank"' in answer.content.decode()
    assert CaseNote.objects.count() == 0


def test_a_turn_is_corrected_and_the_page_says_so(
    at_desk: Client, held: str, lead: Login, now: datetime
) -> None:
    talk = conversation_of(lead, held, now)

    answer = at_desk.post(
        f"/desk/dossiers/{held}/conversations/{talk}/",
        {"act": "save", "turn": "1", "version": "0", "text": "13 ans et demi\r\nbientôt"},
    )
    view = casework.open_case(lead.desk, held, now).testimonies[0].conversations[0]

    assert answer["Location"].endswith(f"#c{talk}-t1")
    assert view.conversation.turns[1].text == "13 ans et demi\nbientôt"
    assert "corrigé par l’équipe" in page_of(at_desk, held)


def test_the_second_writer_is_told_and_keeps_their_words(
    at_desk: Client, held: str, lead: Login, now: datetime
) -> None:
    talk = conversation_of(lead, held, now)
    address = f"/desk/dossiers/{held}/conversations/{talk}/"
    sent = {"act": "save", "turn": "1", "version": "0"}
    at_desk.post(address, {**sent, "text": "14 ans"})

    second = at_desk.post(address, {**sent, "text": "15 ans"})

    assert second.status_code == 409
    assert "Quelqu’un a modifié ce dossier" in second.content.decode()
    assert "15 ans</textarea>" in second.content.decode()


@pytest.mark.parametrize("version", ["", "one", "-1"])
def test_a_form_without_a_version_changes_nothing(
    at_desk: Client, held: str, lead: Login, now: datetime, version: str
) -> None:
    talk = conversation_of(lead, held, now)

    answer = at_desk.post(
        f"/desk/dossiers/{held}/conversations/{talk}/", {"act": "swap", "version": version}
    )

    assert answer.status_code == 409
    assert Case.objects.get().version == 0


def test_the_two_sides_are_swapped(at_desk: Client, held: str, lead: Login, now: datetime) -> None:
    talk = conversation_of(lead, held, now)
    before = casework.open_case(lead.desk, held, now).testimonies[0].conversations[0]

    address = f"/desk/dossiers/{held}/conversations/{talk}/"
    at_desk.post(address, {"act": "swap", "version": "0"})
    after = casework.open_case(lead.desk, held, now).testimonies[0].conversations[0]

    assert before.conversation.turns[0].side == "left"
    assert after.conversation.turns[0].side == "right"


def test_an_image_is_given_by_the_flow_that_logs_it(
    at_desk: Client, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def picture(desk: object, picture_id: int, now: datetime) -> tuple[bytes, str]:
        asked.append(picture_id)
        return b"pixels", "image/png"

    monkeypatch.setattr(casework, "picture", picture)

    answer = at_desk.get(f"/desk/dossiers/{case}/piece/11/")

    assert (answer.content, answer["Content-Type"]) == (b"pixels", "image/png")
    assert answer["Cache-Control"] == "no-store"
    assert asked == [11]


def test_an_image_that_is_not_there_is_not_found(at_desk: Client, case: str) -> None:
    assert at_desk.get(f"/desk/dossiers/{case}/piece/999/").status_code == 404


def test_one_testimony_is_read_at_a_time(
    at_desk: Client, case: str, worker: Worker, lead: Login, now: datetime
) -> None:
    other = tell(now, account="@lea.exemple", platform="tiktok", narrative="il insulte ma cousine")
    work(worker, now)

    gravest = page_of(at_desk, case)
    asked = page_of(at_desk, case, testimony=other.reference)

    assert "il insulte ma cousine" not in gravest
    assert "il insulte ma cousine" in asked
    assert "publie tout" not in asked


def test_closing_is_one_post_and_leaves_a_page_without_forms(at_desk: Client, held: str) -> None:
    at_desk.post(f"/desk/dossiers/{held}/clore/", {"outcome": "handled"})
    page = page_of(at_desk, held)

    assert Case.objects.get().state == "closed"
    assert "Ce dossier est clos" in page


def test_an_urgent_testimony_says_what_cannot_wait_and_how_to_write_safely(
    worker: Worker, at_desk: Client, lead: Login, now: datetime
) -> None:
    tell(now, urgent="publish", contact_avoid="ne rien dire à la maison", account="@lea.exemple")
    work(worker, now)
    reference = Case.objects.get().reference

    page = page_of(at_desk, reference)

    assert "quelqu’un va publier quelque chose" in page
    assert "ne rien dire à la maison" in page


def test_a_case_without_a_testimony_is_still_a_page(
    at_desk: Client, lead: Login, held: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = replace(casework.open_case(lead.desk, held, now), testimonies=())
    monkeypatch.setattr(casework, "open_case", lambda *_: view)

    assert "Ce dossier ne contient aucun témoignage" in page_of(at_desk, held)


def on_screenshots(view: casework.CaseView) -> casework.CaseView:
    """The same case, its conversation read on one screenshot and one turn to check."""
    told = view.testimonies[0]
    talk = told.conversations[0]
    turns = tuple(
        replace(turn, image=0, box=(10, 100 * turn.n, 300, 100 * turn.n + 80), check=turn.n == 1)
        for turn in talk.conversation.turns
    )
    standing = tuple(replace(e, turn=turns[e.turn.n]) for e in talk.turns)
    source = Source("screenshot", None, (SourceFile("capture.png", "0" * 64),))
    seen = replace(
        talk,
        conversation=replace(talk.conversation, turns=turns, source=source),
        turns=standing,
        pictures=(11,),
        sizes=((720, 1280),),
    )
    return replace(view, testimonies=(replace(told, conversations=(seen,)),))


def test_an_image_is_not_in_the_page_until_it_is_asked_for(
    at_desk: Client, lead: Login, held: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = on_screenshots(casework.open_case(lead.desk, held, now))
    monkeypatch.setattr(casework, "open_case", lambda *_: view)

    covered = page_of(at_desk, held)
    shown = page_of(at_desk, held, show="11")

    assert "<img" not in covered
    assert 'viewBox="0 0 720 1280"' in covered
    assert covered.count("<rect ") == 5
    assert f'<img src="/desk/dossiers/{held}/piece/11/"' in shown
    assert "1 message à vérifier</a>, au bord pointillé" in shown
    assert f"/desk/dossiers/{held}/notes/?testimony=" in shown
    assert "show=11" in shown


def test_a_copy_that_differs_is_shown_side_by_side(
    at_desk: Client, case: str, worker: Worker, now: datetime
) -> None:
    page_of(at_desk, case)
    changed = TALK.replace("13 ans", "18 ans").encode()
    told = tell(now, account="@autre.exemple", platform="tiktok", files=[("c.txt", changed)])
    work(worker, now)
    other = Case.objects.get(joined__testimony__reference=told.reference).reference

    page = page_of(at_desk, other)

    assert "Même preuve" in page
    assert "4 messages sur 5 en commun" in page
    assert "Les deux copies diffèrent sur un message. L’une a pu être modifiée" in page
    assert '<dt>Ici, message 2</dt><dd dir="auto">18 ans</dd>' in page
    assert '<dt>Dans l’autre copie, message 2</dt><dd dir="auto">13 ans</dd>' in page
    assert f'href="/desk/dossiers/{case}/?testimony=T-' in page
    assert "Même preuve" in page_of(at_desk, case)


def test_a_case_like_no_other_says_nothing_of_copies(at_desk: Client, case: str) -> None:
    page = page_of(at_desk, case)

    assert "Même preuve" not in page


def test_what_was_sent_twice_in_one_testimony_is_said_so(
    at_desk: Client, worker: Worker, now: datetime
) -> None:
    longer = f"{TALK}Lui: tu réponds plus ?\n".encode()
    told = tell(now, files=[("a.txt", TALK.encode()), ("b.txt", longer)])
    work(worker, now)

    page = page_of(at_desk, Case.objects.get(joined__testimony__reference=told.reference).reference)

    assert "Envoyé deux fois dans ce témoignage." in page
    assert "Les deux copies diffèrent" not in page
