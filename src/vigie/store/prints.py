"""Prints, by which copies of evidence are found: only the print key of the team opens them."""

from django.db import models


class Print(models.Model):
    """Of one picture or conversation. `compared` is whether it was held against all the others."""

    item = models.OneToOneField("store.Item", on_delete=models.CASCADE, related_name="print")
    sealed = models.BinaryField()
    compared = models.BooleanField(default=False)


class CopyPair(models.Model):
    """Two prints that propose a copy; why is read anew in what they were made of, each time."""

    one = models.ForeignKey(Print, on_delete=models.CASCADE, related_name="pairs")
    other = models.ForeignKey(Print, on_delete=models.CASCADE, related_name="pairs_of_others")

    class Meta:
        """A pair exists once, the older print first."""

        constraints = (models.UniqueConstraint(fields=["one", "other"], name="one_pair"),)
