"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def always_there(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 (Django's signature)
    """Whether this is the demo, whether witnesses read this, the other public addresses."""
    return {
        "for_witnesses": settings.PROCESS == "intake",
        "demo": settings.VIGIE_DEMO,
        "intake_url": settings.VIGIE_INTAKE_URL,
        "partners_url": settings.VIGIE_PARTNERS_URL,
    }
