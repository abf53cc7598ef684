"""What the organisation decided and recorded."""

from vigie.store.duties import Decision


def decided(name: str) -> str | None:
    """The recorded value of a decision, or None before there is one."""
    return Decision.objects.filter(name=name).values_list("value", flat=True).first()
