"""The addresses of the public figures, in the partners process."""

from django.urls import path
from django.views.i18n import set_language

from vigie.web.public import observatory

urlpatterns = [
    path("observatory/", observatory.observatory, name="observatory"),
    path("observatory/vigie.csv", observatory.figures_csv, name="figures-csv"),
    path("observatory/vigie.json", observatory.figures_json, name="figures-json"),
    path("langue/", set_language, name="language"),
]
