"""The questions: each is saved as it is left, by whichever way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vigie.flows import witness
from vigie.kernel.answers import Answers
from vigie.web.testimony.carrying import once_of, page, with_testimony
from vigie.web.testimony.cookie import Carried
from vigie.web.testimony.questions import QUESTIONS, Question, question_about, question_number
from vigie.web.testimony.understanding import platform_wanted, understood


@require_http_methods(["GET", "HEAD", "POST"])
@with_testimony
def question(request: HttpRequest, carried: Carried, number: int) -> HttpResponse:
    """One question; the evidence has a view of its own."""
    asked = question_number(number)
    if request.method == "POST":
        answers = asked.form(request.POST).answers()
        witness.save_page(
            carried.session, asked.page, answers, once=once_of(request), now=timezone.now()
        )
        return redirect(where_next(request, asked, answers))
    told = witness.so_far(carried.session, timezone.now()).answers
    return page(request, asked.template, asked_context(request, asked, told))


def asked_context(request: HttpRequest, asked: Question, told: Answers) -> dict[str, object]:
    """What every question's page shows."""
    return {
        "question": asked,
        "last": len(QUESTIONS),
        "form": asked.form.of(told),
        "platform": platform_wanted(told),
        "reviewing": "look" in request.GET,
        "skip": reverse("send") if "look" in request.GET else asked.after,
    }


def where_next(request: HttpRequest, asked: Question, answers: dict[str, object]) -> str:
    """Back, to the account as it was understood, to the last look, or on."""
    if request.POST.get("go") == "back":
        return asked.before
    if answers.get("account") or answers.get("other_accounts"):
        return reverse("understood")
    return reverse("send") if request.POST.get("look") else asked.after


@require_safe
@with_testimony
def understood_accounts(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Shows back the accounts, as they were understood."""
    asked = question_about("who")
    told = witness.so_far(carried.session, timezone.now()).answers
    context = {"accounts": understood(told), "question": asked, "last": len(QUESTIONS)}
    return page(request, "testimony/understood.html", context)
