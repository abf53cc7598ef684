"""The addresses of the desk process: responders, on their own network."""

from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from vigie.web.health import health

urlpatterns = [
    path("desk/", include("vigie.web.desk.urls")),
    path("langue/", set_language, name="language"),
    path("sante/", health, name="health"),
    path("", RedirectView.as_view(pattern_name="desk:queue"), name="home"),
]
handler400 = "vigie.web.faults.bad_request"
handler500 = "vigie.web.faults.fault"
