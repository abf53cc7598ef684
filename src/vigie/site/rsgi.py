"""The application that granian serves: Django behind the front door of `VIGIE_PROCESS`."""

import os
from datetime import UTC, datetime

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils.module_loading import import_string

from vigie.site.bodies import Bounds
from vigie.site.bridge import Wsgi
from vigie.site.door import PLANS, Door, Plan
from vigie.site.memory import keep_memory_private

LARGEST_UPLOADS = 5


def make_door(application: Wsgi) -> Door:
    """The door of this process; a body may be five times as large as the largest file kept."""
    return Door(
        application,
        PLANS.get(settings.PROCESS, Plan()),
        Bounds(),
        largest_bytes=LARGEST_UPLOADS * settings.VIGIE_UPLOAD_LIMIT_BYTES,
        confirm_surge=_confirm_surge,
    )


def _confirm_surge() -> None:
    close_old_connections()
    import_string("vigie.flows.surge.confirm_surge")(datetime.now(tz=UTC))


keep_memory_private()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigie.site.settings")
door = make_door(get_wsgi_application())
