"""The pages of the team: what a lead does, what a newcomer sees, what is shown once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client
from pytest_django import Settings

from tests.authenticator import Authenticator
from tests.scenes import Login
from tests.team import join, knock, rewrapped, rotated
from tests.web.desk.test_login_pages import asked
from vigie.flows.team.people import Desk, open_with_passphrase, team_secret_of, unlock, visitor
from vigie.flows.worker import Worker
from vigie.store.people import DeskVisit, Passkey, Responder
from vigie.web.desk.session import COOKIE

NEW_PASSPHRASE = "cinq poires dans un panier"
SECRET = re.compile(r'name="totp" value="([A-Z2-7]{32})"')
SIX_WORDS = re.compile(r"<li>([a-z]+)</li>")


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_newcomer_joins_from_invitation_to_login(
    at_desk: Client, lead: Login, now: datetime
) -> None:
    newcomer = Client(headers={"Sec-Fetch-Site": "same-origin"})
    shown = at_desk.post("/desk/equipe/inviter/", {"name": "Sacha", "role": "listener"})
    words = " ".join(SIX_WORDS.findall(shown.content.decode()))

    made = newcomer.post("/desk/rejoindre/", {"words": words, "passphrase": NEW_PASSPHRASE})
    factor = made.context["factor"]
    waiting = page(at_desk, "/desk/equipe/")
    sacha = Responder.objects.get(name="Sacha")
    fingerprint = made.context["fingerprint"]
    let_in = at_desk.post(
        f"/desk/equipe/{sacha.pseudonym}/accueillir/", {"fingerprint": fingerprint}
    )
    code = pyotp.TOTP(factor.secret).at(now)
    typed = {"name": "Sacha", "passphrase": NEW_PASSPHRASE, "code": code}
    came_in = newcomer.post("/desk/connexion/", typed)

    assert len(words.split()) == 6
    assert len(fingerprint.split()) == 4
    assert fingerprint in waiting
    assert let_in.status_code == 302
    assert came_in.status_code == 302
    assert newcomer.get("/desk/").status_code == 200
    assert newcomer.get("/desk/equipe/").status_code == 403


def test_nobody_comes_in_before_a_lead_lets_them_in(
    desk_client: Client, lead: Login, now: datetime
) -> None:
    member = knock(lead.desk, "Sacha", now)

    typed = {"name": "Sacha", "passphrase": member.passphrase, "code": member.code(now)}
    answer = desk_client.post("/desk/connexion/", typed)

    assert answer.status_code == 403


def test_words_that_differ_from_those_compared_let_nobody_in(
    at_desk: Client, lead: Login, now: datetime
) -> None:
    member = knock(lead.desk, "Sacha", now)

    answer = at_desk.post(
        f"/desk/equipe/{member.pseudonym}/accueillir/", {"fingerprint": "un deux trois quatre"}
    )

    assert answer.status_code == 409
    assert member.row.state == Responder.State.WAITING


def test_wrong_words_and_a_short_passphrase_keep_the_words_and_drop_the_passphrase(
    desk_client: Client, lead: Login
) -> None:
    sent = {"words": "un deux trois quatre cinq six", "passphrase": NEW_PASSPHRASE}

    answer = desk_client.post("/desk/rejoindre/", sent)

    assert answer.status_code == 404
    assert "n’ouvrent aucune invitation" in answer.content.decode()
    assert "un deux trois quatre cinq six" in answer.content.decode()
    assert NEW_PASSPHRASE not in answer.content.decode()


def test_the_passphrase_is_shown_in_clear_when_that_is_asked_and_nothing_else_is_done(
    desk_client: Client, lead: Login
) -> None:
    sent = {"words": "un deux", "passphrase": "à moitié", "show": "1"}

    answer = desk_client.post("/desk/rejoindre/", sent)

    assert 'type="text"' in answer.content.decode()
    assert 'value="à moitié"' in answer.content.decode()
    assert Responder.objects.count() == 1


def test_guessing_invitations_is_slowed(desk_client: Client, lead: Login) -> None:
    sent = {"words": "un deux trois quatre cinq six", "passphrase": NEW_PASSPHRASE}

    answers = [desk_client.post("/desk/rejoindre/", sent) for _ in range(4)]

    assert "Trop d’essais" in answers[-1].content.decode()


def test_the_authenticator_is_tried_before_it_is_needed(desk_client: Client, now: datetime) -> None:
    secret = pyotp.random_base32()
    sent = {"account": "R-1", "totp": secret, "fingerprint": "a b c d", "step": "joined"}

    wrong = desk_client.post("/desk/rejoindre/code/", {**sent, "code": "000000"})
    right = desk_client.post("/desk/rejoindre/code/", {**sent, "code": pyotp.TOTP(secret).at(now)})

    assert wrong.status_code == 422
    assert SECRET.search(wrong.content.decode())
    assert "fonctionne" in right.content.decode()
    assert secret not in right.content.decode()


@pytest.mark.parametrize("secret", ["", "x", "<script>", "A" * 31, "a" * 32])
def test_what_is_no_secret_of_ours_is_refused(desk_client: Client, secret: str) -> None:
    answer = desk_client.post("/desk/rejoindre/code/", {"totp": secret, "code": "000000"})

    assert answer.status_code == 422


def test_leaving_says_first_what_will_happen(at_desk: Client, lead: Login, now: datetime) -> None:
    member = join(lead.desk, "Sacha", now)
    address = f"/desk/equipe/{member.pseudonym}/depart/"

    said = page(at_desk, address)
    still = member.row.state
    done = at_desk.post(address)

    assert "nouvelle clé" in said
    assert still == Responder.State.ACTIVE
    assert done.status_code == 302
    assert member.row.state == Responder.State.LEFT
    assert "signée par la machine" in page(at_desk, "/desk/equipe/")


def test_the_way_to_the_new_key_shows_itself(
    desk_client: Client, lead: Login, case: str, worker: Worker, now: datetime
) -> None:
    rotated(lead.desk, worker, now)
    later = now + timedelta(minutes=1)
    typed = {"name": lead.name, "passphrase": lead.passphrase, "code": lead.code(later)}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("vigie.web.desk.session.rewrapping.go_on", lambda _: None)
        patched.setattr("django.utils.timezone.now", lambda: later)
        desk_client.post("/desk/connexion/", typed)
        before = page(desk_client, "/desk/equipe/")
        rewrapped(unlock_again(lead, later), later)
        after = page(desk_client, "/desk/equipe/")

    assert "<progress" in before
    assert "<progress" not in after


def unlock_again(login: Login, now: datetime) -> Desk:
    """Their desk under the present team key."""
    opened = open_with_passphrase(login.name, login.passphrase)
    return Desk(opened.responder, team_secret_of(opened))


def test_a_role_changes_and_the_only_lead_keeps_theirs(
    at_desk: Client, lead: Login, now: datetime
) -> None:
    member = join(lead.desk, "Sacha", now)
    mine = lead.desk.responder.pseudonym

    alone = page(at_desk, f"/desk/equipe/{mine}/")
    refused = at_desk.post(f"/desk/equipe/{mine}/role/", {"role": "listener"})
    at_desk.post(f"/desk/equipe/{member.pseudonym}/role/", {"role": "lead"})
    unknown = at_desk.post(f"/desk/equipe/{member.pseudonym}/role/", {"role": "king"})

    assert "seule personne responsable" in alone
    assert refused.status_code == 403
    assert "est la seule personne responsable" in refused.content.decode()
    assert member.row.role == Responder.Role.LEAD
    assert unknown.status_code == 422


def test_somebody_planted_in_the_database_is_pointed_out(at_desk: Client, lead: Login) -> None:
    Responder.objects.create(
        name="Planté", pseudonym="R-PLANTED", salt=b"", login_digest=b"", recipient="age1",
        locked_key=b"", locked_totp=b"",
    )  # fmt: skip

    assert "jamais accueilli" in page(at_desk, "/desk/equipe/")
    assert "quelqu’un a écrit dans la base" in page(at_desk, "/desk/equipe/R-PLANTED/")


def test_a_taken_name_is_said_in_french_and_kept(at_desk: Client, lead: Login) -> None:
    answer = at_desk.post("/desk/equipe/inviter/", {"name": lead.name, "role": "listener"})

    assert answer.status_code == 422
    assert f"Quelqu’un s’appelle déjà {lead.name}" in answer.content.decode()
    assert f'value="{lead.name}"' in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/desk/equipe/inviter/",
        "/desk/equipe/cle/",
        "/desk/equipe/secours/papier/",
        "/desk/equipe/R-0/accueillir/",
        "/desk/equipe/R-0/refuser/",
        "/desk/equipe/R-0/role/",
        "/desk/equipe/R-0/retour/",
        "/desk/equipe/R-0/depart/",
        "/desk/moi/cles/",
        "/desk/moi/cles/1/retirer/",
        "/desk/moi/phrase/",
    ],
)
def test_grave_acts_ask_for_the_second_factor_again(
    address: str, at_desk: Client, now: datetime
) -> None:
    DeskVisit.objects.update(proved_at=now - timedelta(minutes=6))

    answer = at_desk.post(address, {"role": "lead"})

    assert answer.status_code == 403
    assert 'action="/desk/preuve/"' in answer.content.decode()
    assert "role=lead" in answer.context["kept"]


def test_one_adds_names_and_removes_a_passkey(at_desk: Client, lead: Login) -> None:
    key = Authenticator()
    form = at_desk.get("/desk/moi/cles/")
    at_desk.post("/desk/moi/cles/", {"label": "Clé du bureau", "answer": key.make(asked(form))})

    mine = page(at_desk, "/desk/moi/")
    at_desk.post(f"/desk/moi/cles/{Passkey.objects.get().pk}/retirer/")

    assert "Clé du bureau" in mine
    assert "toujours là" in mine
    assert not Passkey.objects.exists()


def test_a_desk_without_a_name_says_that_passkeys_need_one(
    at_desk: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    said = at_desk.get("/desk/moi/cles/", headers={"Host": "127.0.0.1:8001"}).content.decode()

    assert "sous son nom" in said
    assert "data-passkey" not in said


def test_a_refused_passkey_keeps_its_name(at_desk: Client) -> None:
    answer = at_desk.post("/desk/moi/cles/", {"label": "Ma clé", "answer": "{}"})

    assert answer.status_code == 403
    assert 'value="Ma clé"' in answer.content.decode()


def test_one_changes_the_passphrase_and_stays_in(
    at_desk: Client, lead: Login, now: datetime
) -> None:
    sent = {"passphrase_old": lead.passphrase, "passphrase": NEW_PASSPHRASE}

    answer = at_desk.post("/desk/moi/phrase/", sent)

    assert answer.status_code == 302
    assert at_desk.get("/desk/").status_code == 200
    desk = unlock(lead.name, NEW_PASSPHRASE, lead.code(now), now)
    assert desk.team_secret == lead.desk.team_secret


def test_a_wrong_old_passphrase_is_said_and_slowed(at_desk: Client, lead: Login) -> None:
    sent = {"passphrase_old": "pas la mienne", "passphrase": NEW_PASSPHRASE}

    answers = [at_desk.post("/desk/moi/phrase/", sent) for _ in range(4)]

    assert answers[0].status_code == 403
    assert "Trop d’essais" in answers[-1].content.decode()


def test_another_visit_is_listed_and_ended(
    at_desk: Client, lead: Login, new_visit: Callable[[], str], now: datetime
) -> None:
    other = new_visit()

    listed = page(at_desk, "/desk/moi/")
    number = DeskVisit.objects.order_by("-pk")[0].pk
    at_desk.post(f"/desk/moi/visites/{number}/finir/")

    assert "Un autre navigateur" in listed
    assert visitor(other, now) is None
    assert at_desk.cookies[COOKIE].value
    assert at_desk.get("/desk/").status_code == 200


def typed_sheets(html: str) -> list[str]:
    """The sheets of a page, each as somebody types it in."""
    sheets = html.split('<section class="share"')[1:]
    return [" ".join(re.findall(r"<li>([a-z]+)</li>", each)) for each in sheets]


def test_the_sheets_are_shown_once_tried_as_a_drill_and_bring_the_team_back(
    at_desk: Client, lead: Login, now: datetime
) -> None:
    before = page(at_desk, "/desk/equipe/secours/")
    made = at_desk.post("/desk/equipe/secours/papier/").content.decode()
    one, two, _ = typed_sheets(made)
    again = page(at_desk, "/desk/equipe/secours/")

    wrong = at_desk.post("/desk/equipe/secours/essai/", {"share": [one, one]})
    right = at_desk.post("/desk/equipe/secours/essai/", {"share": [one, two]})
    stranger = Client(headers={"Sec-Fetch-Site": "same-origin"})
    back = stranger.post(
        "/desk/secours/",
        {"share": [two, one, ""], "name": "Alix", "passphrase": NEW_PASSPHRASE},
    )
    code = pyotp.TOTP(back.context["factor"].secret).at(now)

    assert "tout le serait" in before
    assert one not in again
    assert "jamais" in again
    assert "deux fois" in wrong.content.decode()
    assert one not in wrong.content.decode()
    assert "rétablissent l’équipe" in right.content.decode()
    desk = unlock("Alix", NEW_PASSPHRASE, code, now)
    assert (desk.responder.role, desk.team_secret) == ("lead", lead.desk.team_secret)


def test_a_wrong_sheet_says_where_and_keeps_what_was_typed(
    desk_client: Client, lead: Login
) -> None:
    sent = {"share": ["pomme poire", "x"], "name": "Alix", "passphrase": NEW_PASSPHRASE}

    answer = desk_client.post("/desk/secours/", sent)

    assert answer.status_code == 422
    assert "celle-ci en a 2" in answer.content.decode()
    assert "pomme poire</textarea>" in answer.content.decode()
    assert NEW_PASSPHRASE not in answer.content.decode()
