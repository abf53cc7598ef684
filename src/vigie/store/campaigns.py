"""Campaigns: a public call for testimonies, with its own page."""

from django.db import models


class Campaign(models.Model):
    """A call. Its slug never names a person."""

    slug = models.SlugField(max_length=40, unique=True)
    title_fr = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    text_fr = models.TextField()
    text_en = models.TextField()
    hashtag = models.CharField(max_length=60, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
