"""Accounts of concern: found by a blind index, readable only with the link key or the team key."""

from django.db import models


class AccountRecord(models.Model):
    """One account. `index` is a keyed hash; both `sealed_*` hold the same `vigie.handle/1`."""

    index = models.BinaryField(max_length=8, unique=True)
    platform = models.CharField(max_length=20, blank=True)
    sealed_to_link = models.BinaryField()
    sealed_to_team = models.BinaryField()
