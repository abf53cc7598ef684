"""The public halves and the wraps of keys; no secret is in clear here."""

from django.db import models


class ReaderKey(models.Model):
    """One day's recipient of the worker, signed by it; intake refuses one it did not sign."""

    day = models.DateField(unique=True)
    recipient = models.CharField(max_length=80, unique=True)
    signature = models.BinaryField(max_length=64)
    destroyed_at = models.DateTimeField(null=True, blank=True)


class TeamKey(models.Model):
    """The responders' common key, signed like the reader keys; link and print key wrapped to it.

    `signing_public` checks what the team signs. A successor is asked for by the key before it
    (`asked_signature`), signed by the worker, and holds that key's secret (`wrapped_predecessor`)
    until everything is wrapped anew. `recovery_attestation` is its signature over the recovery key
    that it is wrapped to.
    """

    recipient = models.CharField(max_length=80, unique=True)
    signing_public = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64, null=True)
    wrapped_link_key = models.BinaryField()
    wrapped_print_key = models.BinaryField(default=b"")
    wrapped_recovery = models.BinaryField(null=True)
    recovery_attestation = models.BinaryField(max_length=64, null=True)
    predecessor = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successor"
    )
    asked_signature = models.BinaryField(max_length=64, null=True)
    wrapped_predecessor = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)


class TeamWrap(models.Model):
    """The team key's secret, wrapped to one responder's own recipient.

    `attestation` is that team key's signature over pseudonym, role and recipient: a responder whom
    a database writer plants, or gives another role, has none.
    """

    team_key = models.ForeignKey(TeamKey, on_delete=models.CASCADE)
    responder = models.ForeignKey("store.Responder", on_delete=models.CASCADE)
    wrapped = models.BinaryField()
    attestation = models.BinaryField(max_length=64, null=True)

    class Meta:
        """One wrap a responder."""

        constraints = (
            models.UniqueConstraint(fields=["team_key", "responder"], name="one_team_wrap"),
        )


class RecoveryKey(models.Model):
    """The offline key that opens the team key; its secret is on paper only, in shares.

    The team key signs for it (`TeamKey.recovery_attestation`): a planted one is never wrapped to.
    """

    recipient = models.CharField(max_length=80, unique=True)
    threshold = models.PositiveSmallIntegerField(default=2)
    shares = models.PositiveSmallIntegerField(default=3)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
