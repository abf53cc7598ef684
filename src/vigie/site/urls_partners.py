"""The addresses of the partners process: the public figures."""

from django.urls import include, path
from django.views.generic import RedirectView

from vigie.web.health import health

urlpatterns = [
    path("", include("vigie.web.public.urls")),
    path("sante/", health, name="health"),
    path("", RedirectView.as_view(pattern_name="observatory"), name="home"),
]
handler400 = "vigie.web.faults.bad_request"
handler500 = "vigie.web.faults.fault"
