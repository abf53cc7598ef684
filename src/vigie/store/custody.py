"""The custody log: what was done to which thing, as salted hashes in a Merkle tree."""

from django.db import models


class LogEntry(models.Model):
    """One act. `leaf` commits to its details; `position` is given by the worker, in order."""

    class Act(models.TextChoices):
        """What was done."""

        RECEIVED = "received"
        READ = "read"
        OPENED = "opened"
        REVEALED = "revealed"
        CORRECTED = "corrected"
        EXPORTED = "exported"
        WITHDRAWN = "withdrawn"
        KEPT = "kept"
        ERASED = "erased"

    act = models.CharField(max_length=10, choices=Act)
    actor = models.CharField(max_length=40)
    hour = models.DateTimeField()
    leaf = models.BinaryField(max_length=32)
    promise = models.BinaryField(max_length=64, null=True)
    position = models.PositiveBigIntegerField(null=True, unique=True)
    item = models.ForeignKey("store.Item", null=True, on_delete=models.SET_NULL)
    testimony = models.ForeignKey("store.Testimony", null=True, on_delete=models.SET_NULL)


class LogHead(models.Model):
    """The signed root of the log at a size."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    hour = models.DateTimeField()
    signature = models.BinaryField(max_length=64)
