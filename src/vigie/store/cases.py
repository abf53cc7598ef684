"""Cases: one per account of concern, and the testimonies that joined it."""

from django.db import models


class Case(models.Model):
    """The testimonies about one account; or one testimony that names none, in its own queue.

    A claim is `holder` until `held_until`. `version` is what an edit must have seen. What the team
    writes is sealed to `recipient`, whose secret is wrapped to the team key `wrapped_to`;
    `signature` binds it to this case, by the log key, intake's or the team's own.
    """

    class State(models.TextChoices):
        """Where the team stands with it."""

        OPEN = "open"
        ACTED = "acted"
        CLOSED = "closed"

    reference = models.CharField(max_length=12, unique=True)
    account = models.OneToOneField(
        "store.AccountRecord", null=True, blank=True, on_delete=models.PROTECT
    )
    platform = models.CharField(max_length=20, blank=True)
    severity = models.CharField(max_length=4, default="P4")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    waiting_since = models.DateTimeField()
    answer_before = models.DateTimeField()
    holder = models.ForeignKey("store.Responder", null=True, blank=True, on_delete=models.SET_NULL)
    held_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    recipient = models.CharField(max_length=80)
    wrapped_key = models.BinaryField()
    wrapped_to = models.CharField(max_length=80, db_index=True)
    signature = models.BinaryField(max_length=64, null=True)

    class Meta:
        """The queue's own order."""

        indexes = (models.Index(fields=["state", "severity", "waiting_since"]),)


class Joined(models.Model):
    """A testimony in a case, and why it is there."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="joined")
    testimony = models.ForeignKey(
        "store.Testimony", on_delete=models.CASCADE, related_name="joined"
    )
    hour = models.DateTimeField()

    class Meta:
        """A testimony joins a case once."""

        constraints = (models.UniqueConstraint(fields=["case", "testimony"], name="joined_once"),)


class CaseNote(models.Model):
    """What the team writes about a case, sealed to the case."""

    class Kind(models.TextChoices):
        """A doubt or exculpatory element has its own field, and papers ask for it."""

        NOTE = "note"
        DOUBT = "doubt"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=6, choices=Kind)
    author = models.ForeignKey("store.Responder", on_delete=models.PROTECT)
    hour = models.DateTimeField()
    sealed = models.BinaryField()
