"""The open pages of the team: a newcomer makes their key; the paper shares bring a team back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from vigie.evidence.passphrases import LEAST_CHARS, suggest_passphrase
from vigie.flows.team import joining, recovery
from vigie.kernel.errors import BadInput, VigieError
from vigie.web.desk.door import PACE
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.second_factor import second_factor_of
from vigie.web.load import source_of

MOST_SHARES = 5
JOINING, RECOVERING = "who joins", "who recovers"


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Six words and a passphrase of one's own; then the second factor, shown once."""
    sent = request.POST
    if request.method == "GET" or "show" in sent:
        return _form(request, "desk/join.html", "words")
    try:
        with PACE.one_try(JOINING, source_of(request)):
            made = joining.accept(sent.get("words", ""), sent.get("passphrase", ""), timezone.now())
    except VigieError as error:
        return _form(request, "desk/join.html", "words", error)
    PACE.passed(JOINING, source_of(request))
    factor = second_factor_of(made.pseudonym, made.totp)
    context = {"factor": factor, "fingerprint": made.fingerprint, "step": "joined"}
    return render(request, "desk/joined.html", context)


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join_code(request: HttpRequest) -> HttpResponse:
    """Tries the newcomer's authenticator; the page holds what it needs, since nothing is kept."""
    if request.method == "GET":
        return redirect("desk:join")
    sent = request.POST
    factor = second_factor_of(sent.get("account", ""), sent.get("totp", ""))
    step, fingerprint = sent.get("step", ""), sent.get("fingerprint", "")
    context = {"factor": factor, "fingerprint": fingerprint, "step": step}
    try:
        joining.confirm_totp(factor.secret, sent.get("code", ""), timezone.now())
    except BadInput as error:
        context["problem"] = sentence_of(error)
        return render(request, "desk/joined.html", context, status=status_of(error))
    return render(request, "desk/joined.html", {**context, "works": True})


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Nobody can come in any more: the paper shares make a new lead."""
    sent = request.POST
    if request.method == "GET" or "show" in sent:
        return _form(request, "desk/recover.html", "name")
    try:
        with PACE.one_try(RECOVERING, source_of(request)):
            made = recovery.recover(
                shares_in(request), sent.get("name", ""), sent.get("passphrase", ""), timezone.now()
            )
    except VigieError as error:
        return _form(request, "desk/recover.html", "name", error)
    PACE.passed(RECOVERING, source_of(request))
    factor = second_factor_of(sent.get("name", ""), made.totp)
    context = {"factor": factor, "fingerprint": "", "step": "recovered"}
    return render(request, "desk/joined.html", context)


def shares_in(request: HttpRequest) -> tuple[str, ...]:
    """The paper shares that a form holds, without the fields left empty."""
    typed = request.POST.getlist("share")[:MOST_SHARES]
    return tuple(each.strip() for each in typed if each.strip())


@sensitive_variables()
def _form(
    request: HttpRequest, template: str, kept: str, error: VigieError | None = None
) -> HttpResponse:
    """The form with what was typed; the passphrase comes back in clear when that was asked."""
    sent = request.POST
    context = {
        "kept": sent.get(kept, ""),
        "shares": (*shares_in(request), "", "", "")[:3],
        "passphrase": sent.get("passphrase", "") if "show" in sent else "",
        "clear": "show" in sent,
        "least": LEAST_CHARS,
        "suggested": suggest_passphrase(),
        "problem": sentence_of(error) if error else "",
    }
    return render(request, template, context, status=status_of(error) if error else 200)
