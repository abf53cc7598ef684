"""Testimonies and the sealed things in them. Nothing a person told is in clear here."""

from django.db import models


class Testimony(models.Model):
    """What one witness tells, once, with what is added later.

    `tag` finds it from the code; `recipient` is the public half of its key T. Times are rounded to
    the hour, except `read_after`, which tells the worker when an unfinished one may be read.
    `signature` binds the recipient to the tag, by intake's key or the team's own. What is erased
    by rule leaves a row without tag, reference, recipient or answers, for the public counts alone;
    `kept_until` is a lead's postponement.
    """

    class State(models.TextChoices):
        """Where it stands, in the words of the queue."""

        DRAFT = "draft"
        RECEIVED = "received"
        READ = "read"
        IN_HAND = "in_hand"
        ACTED = "acted"
        CLOSED = "closed"

    class Outcome(models.TextChoices):
        """How it was closed; retention follows from it."""

        HANDLED = "handled"
        OUT_OF_SCOPE = "out_of_scope"
        UNFOUNDED = "unfounded"

    reference = models.CharField(max_length=12, unique=True)
    tag = models.BinaryField(max_length=32, unique=True)
    recipient = models.CharField(max_length=80)
    signature = models.BinaryField(max_length=64, null=True)
    language = models.CharField(max_length=2, default="fr")
    entered_by_team = models.BooleanField(default=False)
    campaign = models.ForeignKey("store.Campaign", null=True, blank=True, on_delete=models.PROTECT)
    started_hour = models.DateTimeField()
    sent_hour = models.DateTimeField(null=True, blank=True)
    read_after = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    urgent = models.BooleanField(default=False)
    severity = models.CharField(max_length=4, blank=True)
    platform = models.CharField(max_length=20, blank=True)
    answer_before = models.DateTimeField(null=True, blank=True)
    withdraw_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    about_adults = models.BooleanField(default=False)
    closed_hour = models.DateTimeField(null=True, blank=True)
    referred_hour = models.DateTimeField(null=True, blank=True)
    archived_hour = models.DateTimeField(null=True, blank=True)
    kept_until = models.DateTimeField(null=True, blank=True)
    erased_hour = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Indexes for the worker's question and the public counts."""

        indexes = (
            models.Index(fields=["read_after"]),
            models.Index(fields=["campaign", "sent_hour"]),
        )


class Wrap(models.Model):
    """T's secret, wrapped to one holder: a reader key, the team key, the witness.

    In the sealed archive the team's wrap is held as `ARCHIVE`, and two people make it `TEAM` again.
    """

    class Holder(models.TextChoices):
        """Who can open it."""

        READER = "reader"
        TEAM = "team"
        WITNESS = "witness"
        ARCHIVE = "archive"

    testimony = models.ForeignKey(Testimony, on_delete=models.CASCADE, related_name="wraps")
    holder = models.CharField(max_length=8, choices=Holder)
    recipient = models.CharField(max_length=80)
    wrapped = models.BinaryField()

    class Meta:
        """One wrap a holder; what is wrapped to a key that is to go is found at once."""

        constraints = (
            models.UniqueConstraint(fields=["testimony", "holder"], name="one_wrap_a_holder"),
        )
        indexes = (models.Index(fields=["recipient"], name="wraps_of_a_key"),)


class Item(models.Model):
    """One sealed thing of a testimony, with a key of its own wrapped to T, so it can go alone.

    `sealed` is a small JSON text; a file or picture also has a `blob` under the same key. A frozen
    item is neither shown, read nor given out.
    """

    class Kind(models.TextChoices):
        """What it is: told by the witness, made by the worker, or added by the team."""

        PAGE = "page"
        FILE = "file"
        MESSAGE = "message"
        PICTURE = "picture"
        CONVERSATION = "conversation"
        FINDINGS = "findings"
        ANALYSIS = "analysis"
        CORRECTION = "correction"
        RECEIPT = "receipt"
        LISTING = "listing"

    class State(models.TextChoices):
        """What the worker made of it; only files and pages start unread."""

        UNREAD = "unread"
        READ = "read"
        UNREADABLE = "unreadable"
        FROZEN = "frozen"
        HANDED = "handed"
        DESTROYED = "destroyed"
        MADE = "made"

    testimony = models.ForeignKey(Testimony, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.MADE)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)
    once = models.CharField(max_length=64, null=True, blank=True)
    from_team = models.BooleanField(default=False)
    problem = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    blob = models.CharField(max_length=64, blank=True)
    frozen_hour = models.DateTimeField(null=True, blank=True)
    hour = models.DateTimeField()

    class Meta:
        """A retry with the same token adds nothing; a derived thing exists once."""

        constraints = (
            models.UniqueConstraint(fields=["testimony", "once"], name="one_item_a_token"),
            models.UniqueConstraint(
                fields=["parent", "kind", "position"],
                condition=models.Q(kind__in=["picture", "conversation", "findings"]),
                name="derived_once",
            ),
        )
        indexes = (models.Index(fields=["state", "kind"]),)
