"""A telephone call entered by a responder; the caller gets the code by voice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from vigie.flows import casework
from vigie.kernel.errors import VigieError
from vigie.web.desk.call_form import CallForm
from vigie.web.desk.forms import read_once
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.session import desk_of


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """The form; once entered, the code to read out, which is shown here and never again."""
    if request.method == "GET":
        return render(request, "desk/call.html", {"form": CallForm()})
    form = CallForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/call.html", {"form": form}, status=422)
    try:
        reference, code = casework.enter_call(
            desk_of(request),
            form.answers(),
            form.cleaned_data["language"],
            timezone.now(),
            once=read_once(request),
        )
    except VigieError as error:
        context = {"form": form, "problem": sentence_of(error)}
        return render(request, "desk/call.html", context, status=status_of(error))
    return render(request, "desk/call_code.html", {"reference": reference, "words": code.split()})
