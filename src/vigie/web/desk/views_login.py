"""Coming to the desk and leaving it."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vigie.flows import people
from vigie.kernel.errors import NotAllowed
from vigie.web.desk.refusals import sentence_of
from vigie.web.desk.session import COOKIE, forget, login_page, remember, safe_destination


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Name, passphrase and second factor in one form; then on to where one was going."""
    if request.method == "GET":
        return login_page(request, to=request.GET.get("to", ""))
    sent = request.POST
    name, to, kept = sent.get("name", ""), sent.get("to", ""), sent.get("kept")
    try:
        cookie = people.log_in(
            name, sent.get("passphrase", ""), sent.get("code", ""), timezone.now()
        )
    except NotAllowed as error:
        problem = sentence_of(error)
        return login_page(request, to=to, name=name, problem=problem, kept=kept, status=403)
    return remember(_onwards(request, safe_destination(to), kept), cookie)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Locks the desk and takes the cookie back."""
    people.log_out(request.COOKIES.get(COOKIE, ""))
    return forget(redirect("desk:log_in"))


def _onwards(request: HttpRequest, destination: str, kept: str | None) -> HttpResponse:
    if kept is None:
        return redirect(destination)
    fields = QueryDict(kept).lists()
    shown = [(name, value) for name, values in fields for value in values]
    return render(request, "desk/resume.html", {"to": destination, "fields": shown})
