"""The custody log: what was done to which thing, as salted hashes in a Merkle tree."""

from django.db import models


class LogEntry(models.Model):
    """One act. `leaf` commits to its details; `position` is given by the worker, in order.

    Its leaf is made from `act`, `actor`, `hour` and a commitment to `subject`, `item_number` and
    `detail` under `salt`. Erasing forgets these four and keeps the commitment in `about`. The leaf
    of an acknowledgement is that of its receipt: a promise, no salt and no `about`.
    """

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
        LENT = "lent"
        FROZEN = "frozen"
        THAWED = "thawed"
        HANDED = "handed"
        DESTROYED = "destroyed"
        ARCHIVED = "archived"
        REOPENED = "reopened"
        REFERRED = "referred"
        JOINED = "joined"
        LEFT = "left"
        ROTATED = "rotated"
        RECOVERED = "recovered"
        DECIDED = "decided"
        RESTORED = "restored"
        PUBLISHED = "published"

    act = models.CharField(max_length=10, choices=Act)
    actor = models.CharField(max_length=40)
    hour = models.DateTimeField()
    leaf = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16, null=True)
    subject = models.CharField(max_length=20, blank=True)
    item_number = models.BigIntegerField(null=True)
    detail = models.CharField(max_length=80, blank=True)
    about = models.BinaryField(max_length=32, null=True)
    promise = models.BinaryField(max_length=64, null=True)
    position = models.PositiveBigIntegerField(null=True, unique=True)
    item = models.ForeignKey("store.Item", null=True, on_delete=models.SET_NULL)
    testimony = models.ForeignKey("store.Testimony", null=True, on_delete=models.SET_NULL)


class LogHead(models.Model):
    """The signed root of the log at a size; a few are `published`, at most one a day."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    hour = models.DateTimeField()
    signature = models.BinaryField(max_length=64)
    published = models.BooleanField(default=False)

    class Meta:
        """The few published heads are found at once."""

        indexes = (
            models.Index(
                fields=["size"], condition=models.Q(published=True), name="published_heads"
            ),
        )


class LogNode(models.Model):
    """The hash of a full subtree of the log: `index` counts the subtrees of 2^level leaves."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        """One hash a subtree."""

        constraints = (models.UniqueConstraint(fields=["level", "index"], name="one_subtree"),)


class LogAnchor(models.Model):
    """What a timestamp authority answered about a head (RFC 3161), kept as it came.

    Without a reply, `problem` says why; `stamped_at` is the authority's own time.
    """

    head = models.ForeignKey(LogHead, on_delete=models.CASCADE, related_name="anchors")
    authority = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    nonce = models.BinaryField(max_length=16, null=True)
    reply = models.BinaryField(null=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
