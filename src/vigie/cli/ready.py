"""Importing this makes Django ready for commands that use the store; import it first."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigie.site.settings")
django.setup()
