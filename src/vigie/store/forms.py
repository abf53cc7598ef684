"""Forms of the desk that were received, so that a double tap does nothing twice."""

from django.db import models


class FormSent(models.Model):
    """One form: a hash of its token and of what it held, and what it made; kept for two days."""

    digest = models.BinaryField(max_length=32, unique=True)
    made = models.CharField(max_length=16, blank=True)
    hour = models.DateTimeField()
