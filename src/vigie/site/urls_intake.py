"""The addresses of the intake process: witnesses."""

from django.urls import include, path

from vigie.web.health import health

urlpatterns = [
    path("", include("vigie.web.testimony.urls")),
    path("sante/", health, name="health"),
]
