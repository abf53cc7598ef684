"""The addresses of the public figures, in the partners process."""

from django.urls import path
from django.views.i18n import set_language

from vigie.web.public import journal, observatory

urlpatterns = [
    path("observatory/", observatory.observatory, name="observatory"),
    path("observatory/vigie.csv", observatory.figures_csv, name="figures-csv"),
    path("observatory/vigie.json", observatory.figures_json, name="figures-json"),
    path("journal/", journal.journal, name="journal"),
    path("journal/vigie.json", journal.heads_json, name="journal-json"),
    path("journal/depuis/<int:size>.json", journal.since, name="journal-since"),
    path("langue/", set_language, name="language"),
]
