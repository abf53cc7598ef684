"""The Django application that holds every model."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Every model lives under the label `store`."""

    name = "vigie.store"
    label = "store"
