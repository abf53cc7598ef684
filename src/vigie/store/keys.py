"""The public halves and the wraps of keys; no secret is in clear here."""

from django.db import models


class ReaderKey(models.Model):
    """One day's recipient of the worker, signed by it; intake refuses one it did not sign."""

    day = models.DateField(unique=True)
    recipient = models.CharField(max_length=80, unique=True)
    signature = models.BinaryField(max_length=64)
    destroyed_at = models.DateTimeField(null=True, blank=True)


class TeamKey(models.Model):
    """The responders' common key, signed like the reader keys, and the link key wrapped to it."""

    recipient = models.CharField(max_length=80, unique=True)
    signature = models.BinaryField(max_length=64)
    wrapped_link_key = models.BinaryField()
    made_at = models.DateTimeField()


class TeamWrap(models.Model):
    """The team key's secret, wrapped to one responder's own recipient."""

    team_key = models.ForeignKey(TeamKey, on_delete=models.CASCADE)
    responder = models.ForeignKey("store.Responder", on_delete=models.CASCADE)
    wrapped = models.BinaryField()

    class Meta:
        """One wrap a responder."""

        constraints = (
            models.UniqueConstraint(fields=["team_key", "responder"], name="one_team_wrap"),
        )
