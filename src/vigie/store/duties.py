"""What waits for a second person, what is due by a time, what the organisation decided."""

from django.db import models


class Proposal(models.Model):
    """An act that one responder proposes and another decides; its reason is sealed to its case."""

    class Act(models.TextChoices):
        """What is proposed."""

        DESTROY = "destroy"
        HAND_OVER = "hand_over"
        THAW = "thaw"
        REOPEN = "reopen"
        ERASE = "erase"

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        AGREED = "agreed"
        REFUSED = "refused"
        EXPIRED = "expired"

    act = models.CharField(max_length=10, choices=Act)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    case = models.ForeignKey("store.Case", on_delete=models.CASCADE, related_name="proposals")
    testimony = models.ForeignKey("store.Testimony", null=True, on_delete=models.CASCADE)
    item = models.ForeignKey("store.Item", null=True, on_delete=models.CASCADE)
    sealed_reason = models.BinaryField()
    author = models.ForeignKey("store.Responder", on_delete=models.PROTECT, related_name="proposed")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "store.Responder", null=True, on_delete=models.PROTECT, related_name="decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)


class Task(models.Model):
    """Something that a person must do by a time."""

    class Kind(models.TextChoices):
        """What is to be done."""

        FROZEN_IMAGE = "frozen_image"
        YEARLY_REVIEW = "yearly_review"

    kind = models.CharField(max_length=14, choices=Kind)
    case = models.ForeignKey("store.Case", null=True, on_delete=models.CASCADE)
    item = models.ForeignKey("store.Item", null=True, on_delete=models.CASCADE)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("store.Responder", null=True, on_delete=models.PROTECT)


class Decision(models.Model):
    """What the organisation decided and recorded; a live installation does not open without."""

    name = models.CharField(max_length=40, unique=True)
    value = models.CharField(max_length=200)
    protocol = models.TextField(blank=True)
    decided_by = models.CharField(max_length=120)
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()


class RetentionRun(models.Model):
    """One run of the retention rules and what it did, in counts."""

    ran_at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    report = models.JSONField()
