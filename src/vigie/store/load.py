"""How many write at once, as the front door measures it; nothing about anybody."""

from django.db import models


class Surge(models.Model):
    """The last surge: since when, and when an intake process last saw it. There is one row."""

    since = models.DateTimeField()
    seen = models.DateTimeField()
