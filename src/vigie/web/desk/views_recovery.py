"""The offline key: made on paper, tried as a drill, and how it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from vigie.evidence.shares import read_share
from vigie.flows.team import recovery
from vigie.flows.team.people import require_lead
from vigie.kernel.errors import VigieError
from vigie.web.desk.proof import proved
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.session import desk_of
from vigie.web.desk.views_join import shares_in


@require_GET
def recovery_page(request: HttpRequest) -> HttpResponse:
    """Whether there is an offline key, when it was made and last tried."""
    return _page(request)


@sensitive_variables()
@require_POST
@proved
def make(request: HttpRequest) -> HttpResponse:
    """New paper shares, each on a sheet of its own, shown here and never again."""
    now = timezone.now()
    shares = recovery.make_recovery(desk_of(request), now)
    sheets = [(each.split(), read_share(each).mark) for each in shares]
    context = {"sheets": sheets, "made_at": now}
    return render(request, "desk/shares.html", context)


@sensitive_variables()
@sensitive_post_parameters()
@require_POST
def drill(request: HttpRequest) -> HttpResponse:
    """Tries the shares; nothing changes but the date of the drill."""
    require_lead(desk_of(request))
    try:
        recovery.try_shares(shares_in(request), timezone.now())
    except VigieError as error:
        return _page(request, error)
    return _page(request, worked=True)


def _page(
    request: HttpRequest, error: VigieError | None = None, *, worked: bool = False
) -> HttpResponse:
    require_lead(desk_of(request))
    context = {
        "state": recovery.recovery_state(),
        "problem": sentence_of(error) if error else "",
        "worked": worked,
        "fields": ("1", "2"),
    }
    return render(request, "desk/recovery.html", context, status=status_of(error) if error else 200)
