"""What every template may use."""

import secrets

from django.conf import settings
from django.http import HttpRequest


def always_there(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 (Django's signature)
    """A token for the forms, whether witnesses read this, whether it is the demo, addresses."""
    return {
        "once": secrets.token_urlsafe(16),
        "for_witnesses": settings.PROCESS == "intake",
        "demo": settings.VIGIE_DEMO,
        "intake_url": settings.VIGIE_INTAKE_URL,
        "partners_url": settings.VIGIE_PARTNERS_URL,
    }
