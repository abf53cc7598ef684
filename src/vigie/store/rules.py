"""Rules of signals that the organisation wrote at the desk."""

from django.db import models


class OwnRule(models.Model):
    """A text of rules, sealed for the worker and the team, signed by the team when switched on.

    It is in force from `on_at` until `off_at`.
    """

    sealed_text = models.BinaryField()
    signature = models.BinaryField(max_length=64)
    on_by = models.ForeignKey("store.Responder", on_delete=models.PROTECT, related_name="rules_on")
    on_at = models.DateTimeField()
    off_by = models.ForeignKey(
        "store.Responder", null=True, on_delete=models.PROTECT, related_name="rules_off"
    )
    off_at = models.DateTimeField(null=True, blank=True)
