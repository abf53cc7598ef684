"""The addresses of the intake process: witnesses."""

from django.urls import include, path

from vigie.web.health import health

urlpatterns = [
    path("", include("vigie.web.testimony.urls")),
    path("sante/", health, name="health"),
]
handler400 = "vigie.web.faults.bad_request"
handler500 = "vigie.web.faults.fault"
