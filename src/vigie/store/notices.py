"""Notices to platforms, and their clocks."""

from django.db import models


class Notice(models.Model):
    """One Art. 16 notice. Its papers are sealed to the case; the clocks are in clear."""

    class State(models.TextChoices):
        """What became of it (DSA Art. 16(4) to (6))."""

        READY = "ready"
        SENT = "sent"
        ACKNOWLEDGED = "acknowledged"
        ACTED_ON = "acted_on"
        REFUSED = "refused"

    reference = models.CharField(max_length=16, unique=True)
    case = models.ForeignKey("store.Case", on_delete=models.PROTECT, related_name="notices")
    platform = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State, default=State.READY)
    author = models.ForeignKey("store.Responder", on_delete=models.PROTECT)
    made_hour = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    sealed_pdf = models.BinaryField()
    sealed_json = models.BinaryField()
