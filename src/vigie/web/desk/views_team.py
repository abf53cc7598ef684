"""The team as its leads see it: inviting, letting in, changing roles, leaving, the team's key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vigie.flows.team import joining, leaving, recovery, rotation
from vigie.flows.team import roster as team
from vigie.flows.team.joining import Invited
from vigie.kernel.errors import BadInput, VigieError
from vigie.store.people import Responder
from vigie.web.desk.proof import proved
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.session import desk_of
from vigie.web.desk.words import ROLES


@require_GET
def team_page(request: HttpRequest) -> HttpResponse:
    """Who waits, who is here, who was invited, and how the team's key stands."""
    return _team_page(request)


@sensitive_variables()
@require_POST
@proved
def invite(request: HttpRequest) -> HttpResponse:
    """Six words for somebody new, shown here and never again."""
    name = request.POST.get("name", "")
    try:
        made = joining.invite(desk_of(request), name, _role_of(request), timezone.now())
    except VigieError as error:
        return _team_page(request, error, name)
    return _invited_page(request, name, made)


@sensitive_variables()
@require_POST
@proved
def invite_back(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """Six words for somebody who lost their passphrase, or comes back."""
    desk, now = desk_of(request), timezone.now()
    name = team.person(desk, pseudonym, now).name
    return _invited_page(request, name, joining.invite_back(desk, pseudonym, now), back=True)


@require_POST
@proved
def admit(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """Lets somebody in whose four words were compared aloud."""
    words = request.POST.get("fingerprint", "")
    joining.admit(desk_of(request), pseudonym, timezone.now(), fingerprint=words)
    return redirect("desk:team")


@require_POST
@proved
def turn_away(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """Does not let somebody in."""
    joining.turn_away(desk_of(request), pseudonym, timezone.now())
    return redirect("desk:team")


@require_GET
def person(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """One person of the team, and what can be done."""
    found = team.person(desk_of(request), pseudonym, timezone.now())
    return render(request, "desk/person.html", {"person": found, "roles": ROLES.items()})


@require_POST
@proved
def change_role(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """Another role; who may do less than before waits for no one."""
    joining.change_role(desk_of(request), pseudonym, _role_of(request), timezone.now())
    return redirect("desk:person", pseudonym)


@require_http_methods(["GET", "POST"])
@proved
def leave(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """What will happen, said plainly; and then it does."""
    desk, now = desk_of(request), timezone.now()
    if request.method == "POST":
        leaving.leave(desk, pseudonym, now)
        return redirect("desk:team")
    return render(request, "desk/leave.html", {"person": team.person(desk, pseudonym, now)})


@require_POST
@proved
def rotate(request: HttpRequest) -> HttpResponse:
    """Asks for a new team key though nobody leaves, for when the present one may be known."""
    rotation.ask_rotation(desk_of(request), timezone.now())
    return redirect("desk:team")


def _role_of(request: HttpRequest) -> Responder.Role:
    try:
        return Responder.Role(request.POST.get("role", ""))
    except ValueError as error:
        raise BadInput(gettext("Choose a role.")) from error


def _team_page(
    request: HttpRequest, error: VigieError | None = None, name: str = ""
) -> HttpResponse:
    desk, now = desk_of(request), timezone.now()
    people = team.team(desk, now)
    state = rotation.rotation_state()
    context = {
        "waiting": joining.waiting(desk),
        "invited": team.invited(desk, now),
        "people": [row for row in people if row.state == Responder.State.ACTIVE],
        "gone": [row for row in people if row.state == Responder.State.LEFT],
        "rotation": state,
        "rewrapped": state.total - state.left,
        "recovery": recovery.recovery_state(),
        "roles": ROLES.items(),
        "problem": sentence_of(error) if error else "",
        "name": name,
    }
    return render(request, "desk/team.html", context, status=status_of(error) if error else 200)


def _invited_page(
    request: HttpRequest, name: str, made: Invited, *, back: bool = False
) -> HttpResponse:
    words = made.words.split()
    context = {"name": name, "words": words, "expires_at": made.expires_at, "back": back}
    return render(request, "desk/invited.html", context)
