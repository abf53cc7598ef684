"""The WSGI application of the process that `VIGIE_PROCESS` names."""

import os

from django.core.wsgi import get_wsgi_application

from vigie.site.memory import keep_memory_private

keep_memory_private()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigie.site.settings")
application = get_wsgi_application()
