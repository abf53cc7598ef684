"""The responders and their visits to the desk."""

from django.db import models


class Responder(models.Model):
    """Someone who answers. The passphrase opens `locked_key`, and neither it nor that is stored.

    `login_digest` checks the other half of Argon2id(passphrase, salt); `locked_totp` is opened by
    the same half as the key. `pseudonym` is what the custody log says of them. Their role holds
    when the present team key attested it (`TeamWrap.attestation`).
    """

    class Role(models.TextChoices):
        """What they may do."""

        LISTENER = "listener"
        LEAD = "lead"

    class State(models.TextChoices):
        """Where they stand: waiting for a lead to let them in, at work, gone."""

        WAITING = "waiting"
        ACTIVE = "active"
        LEFT = "left"

    name = models.CharField(max_length=60, unique=True)
    pseudonym = models.CharField(max_length=20, unique=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.LISTENER)
    salt = models.BinaryField(max_length=16)
    login_digest = models.BinaryField(max_length=32)
    recipient = models.CharField(max_length=80)
    locked_key = models.BinaryField()
    locked_totp = models.BinaryField()
    totp_last_step = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)


class DeskVisit(models.Model):
    """An unlocked desk: the team key, sealed under a secret that only the visitor's cookie has.

    With a `challenge` it waits for a passkey and opens nothing; `proved_at` is the last time the
    visitor gave a second factor, which `locked_totp` (sealed like the key) checks again.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    responder = models.ForeignKey(Responder, on_delete=models.CASCADE)
    locked_team_key = models.BinaryField()
    locked_totp = models.BinaryField(null=True)
    last_seen = models.DateTimeField()
    challenge = models.BinaryField(max_length=64, null=True)
    proved_at = models.DateTimeField(null=True, blank=True)


class Invitation(models.Model):
    """A lead's invitation to join, or to come back after a lost passphrase; it serves once."""

    name = models.CharField(max_length=60)
    role = models.CharField(max_length=10, choices=Responder.Role, default=Responder.Role.LISTENER)
    digest = models.BinaryField(max_length=32, unique=True)
    responder = models.ForeignKey(Responder, null=True, blank=True, on_delete=models.CASCADE)
    made_by = models.ForeignKey(Responder, on_delete=models.PROTECT, related_name="invitations")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Passkey(models.Model):
    """A second factor by WebAuthn; it never unlocks by itself."""

    responder = models.ForeignKey(Responder, on_delete=models.CASCADE, related_name="passkeys")
    label = models.CharField(max_length=60)
    credential = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
