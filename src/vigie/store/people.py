"""The responders and their visits to the desk."""

from django.db import models


class Responder(models.Model):
    """Someone who answers. The passphrase opens `locked_key`, and neither it nor that is stored.

    `login_digest` checks the other half of Argon2id(passphrase, salt); `locked_totp` is opened by
    the same half as the key. `pseudonym` is what the custody log says of them.
    """

    class Role(models.TextChoices):
        """What they may do."""

        LISTENER = "listener"
        LEAD = "lead"

    name = models.CharField(max_length=60, unique=True)
    pseudonym = models.CharField(max_length=20, unique=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.LISTENER)
    salt = models.BinaryField(max_length=16)
    login_digest = models.BinaryField(max_length=32)
    recipient = models.CharField(max_length=80)
    locked_key = models.BinaryField()
    locked_totp = models.BinaryField()
    totp_last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=True)


class DeskVisit(models.Model):
    """An unlocked desk: the team key, sealed under a secret that only the visitor's cookie has."""

    digest = models.BinaryField(max_length=32, unique=True)
    responder = models.ForeignKey(Responder, on_delete=models.CASCADE)
    locked_team_key = models.BinaryField()
    last_seen = models.DateTimeField()
