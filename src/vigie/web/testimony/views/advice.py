"""The advice pages: one template a topic and a language, as an editor writes them."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vigie.web.testimony.carrying import page


@dataclass(frozen=True, slots=True)
class Topic:
    """One advice page: its address, its template's name, its title."""

    slug: str
    name: str
    title: Promise


TOPICS = (
    Topic("maintenant", "now", _("What to do now")),
    Topic("photo", "photo", _("I sent a photo")),
    Topic("compte-prive", "private", _("A private account")),
    Topic("reperer", "approach", _("How these people go about it")),
    Topic("chantage", "blackmail", _("When love becomes blackmail")),
    Topic("amis", "friends", _("It happens to a friend")),
    Topic("parents", "parents", _("For parents")),
    Topic("createurs", "creators", _("For young creators")),
)


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """The list of topics."""
    return page(request, "advice/index.html", {"topics": TOPICS})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic, in the reader's language."""
    for place, each in enumerate(TOPICS):
        if each.slug == slug:
            following = TOPICS[(place + 1) % len(TOPICS)]
            context = {"topic": each, "following": following}
            return page(request, f"advice/{_language()}/{each.name}.html", context)
    raise Http404


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "fr"
