"""The form beside a message: one press is one correction, and a refusal keeps what was typed."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import QueryDict
from django.test import Client

from tests.scenes import Login
from vigie.flows import casework
from vigie.flows.casework import ConversationView
from vigie.kernel.corrections import (
    Add,
    Confirm,
    Correction,
    FixKind,
    FixSide,
    FixText,
    Hide,
    Merge,
    Show,
    SwapAll,
    Undo,
)
from vigie.kernel.errors import BadInput
from vigie.store.cases import Case
from vigie.web.desk.correction_form import read_caret, read_corrections, read_key

Post = Callable[..., str]


def sent(text: str) -> QueryDict:
    return QueryDict(text)


@pytest.mark.parametrize(
    ("form", "corrections"),
    [
        ("act=save&turn=3&text=a%0D%0Ab", (FixText("3", "a\nb"), Confirm("3"))),
        (
            "act=save&turn=3&text=&kind=image",
            (FixText("3", ""), FixKind("3", "image"), Confirm("3")),
        ),
        ("act=confirm&turn=s2", (Confirm("s2"),)),
        ("act=left&turn=3", (FixSide("3", "left"),)),
        ("act=right&turn=3", (FixSide("3", "right"),)),
        ("act=centre&turn=3", (FixSide("3", "centre"),)),
        ("act=merge&turn=3&next=a5", (Merge("3", "a5"),)),
        ("act=hide&turn=3", (Hide("3"),)),
        ("act=show&turn=3", (Show("3"),)),
        ("act=add&turn=3&text=oui+&side=right", (Add("3", "oui", "right"),)),
        ("act=add&turn=&text=oui&side=nowhere", (Add(None, "oui", "left"),)),
        ("act=swap", (SwapAll(),)),
        ("act=undo&event=4", (Undo(4),)),
        ("act=undo&event=x", (Undo(0),)),
    ],
)
def test_a_press_is_a_correction(form: str, corrections: tuple[Correction, ...]) -> None:
    assert read_corrections(sent(form)) == corrections


@pytest.mark.parametrize(
    "form",
    ["", "act=erase", "act=save&turn=3&text=+", "act=add&text=", "act=add&text=" + "a" * 20_001],
)
def test_what_is_no_press_of_ours_is_refused(form: str) -> None:
    with pytest.raises(BadInput):
        read_corrections(sent(form))


def test_keys_and_carets_are_read_strictly() -> None:
    assert [read_key(sent(f"turn={key}")) for key in ("12", "a3", "x3", "1%231", "")] == [
        "12", "a3", "", "", "",
    ]  # fmt: skip
    assert [read_caret(sent(f"at={at}")) for at in ("7", "", "-1", "9" * 9)] == [
        7,
        None,
        None,
        None,
    ]


@pytest.fixture
def seen(held: str, lead: Login, now: datetime) -> Callable[[], ConversationView]:
    """The conversation of the case as it stands."""
    return lambda: casework.open_case(lead.desk, held, now).testimonies[0].conversations[0]


@pytest.fixture
def press(at_desk: Client, held: str, seen: Callable[[], ConversationView]) -> Post:
    """Presses a button of the page as it stands; gives where it leads."""

    def post(**form: str) -> str:
        version = str(Case.objects.get().version)
        answer = at_desk.post(
            f"/desk/dossiers/{held}/conversations/{seen().id}/", {"version": version, **form}
        )
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    return post


def test_every_act_comes_back_to_its_message_and_is_in_the_history(
    press: Post, at_desk: Client, held: str, seen: Callable[[], ConversationView]
) -> None:
    talk = seen().id
    assert press(act="split", turn="0", text="salut, \ntu as quel âge ?").endswith(f"#c{talk}-t0")
    assert press(act="add", turn="s0", here="s0", text="oui", side="right").endswith("-ts0")
    press(act="hide", turn="3")
    press(act="swap")
    page = at_desk.get(f"/desk/dossiers/{held}/").content.decode()

    assert [turn.text for turn in seen().conversation.turns][:3] == [
        "salut,", "tu as quel âge ?", "oui",
    ]  # fmt: skip
    assert "masqué par" in page
    assert "ajouté par l’équipe" in page
    assert page.count('value="undo"') == 3, "a later one rests on the cut"
    press(act="undo", event="2")
    assert "non" in [turn.text for turn in seen().conversation.turns]


def test_signals_on_corrected_words_say_so(press: Post, at_desk: Client, held: str) -> None:
    press(act="save", turn="2", text="envoie une photo de toi vite")

    page = at_desk.get(f"/desk/dossiers/{held}/").content.decode()
    notice = at_desk.get(f"/desk/dossiers/{held}/signaler/").content.decode()

    assert "Sur le texte corrigé." in page
    assert "<i>sur le texte corrigé</i>" in page
    assert "<i>sur le texte corrigé</i>" in notice


def test_a_place_to_cut_that_is_missing_is_asked_for_and_the_words_stay(
    at_desk: Client, held: str, seen: Callable[[], ConversationView]
) -> None:
    answer = at_desk.post(
        f"/desk/dossiers/{held}/conversations/{seen().id}/",
        {"version": "0", "act": "split", "turn": "2", "text": "envoie tout"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "là où commence le second message" in page
    assert "envoie tout</textarea>" in page
