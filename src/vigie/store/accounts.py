"""Accounts of concern: found by a blind index, readable only with the link key."""

from django.db import models


class AccountRecord(models.Model):
    """One account. `index` is a keyed hash; `sealed` is a `vigie.handle/1`.

    The team opens it through the link key, which is wrapped to the team key.
    """

    index = models.BinaryField(max_length=8, unique=True)
    platform = models.CharField(max_length=20, blank=True)
    sealed = models.BinaryField()
