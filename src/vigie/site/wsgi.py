"""The WSGI application of the process that `VIGIE_PROCESS` names."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigie.site.settings")
application = get_wsgi_application()
