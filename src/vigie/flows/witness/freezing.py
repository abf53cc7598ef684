"""A witness freezes a file of their own: it may show somebody intimate, and nobody looks at it."""

from datetime import datetime

from django.db import transaction

from vigie.flows.frozen import freeze_file
from vigie.flows.items import hold
from vigie.flows.witness.telling import WitnessSession, testimony_of, witness_key
from vigie.kernel.errors import NotFound
from vigie.store.testimonies import Item


def freeze_own(session: WitnessSession, file_id: int, now: datetime) -> None:
    """Freezes one file of this testimony; raises NotFound for anything else."""
    with transaction.atomic():
        testimony = hold(testimony_of(session))
        file = testimony.items.filter(kind=Item.Kind.FILE, pk=file_id).exclude(blob="").first()
        if file is None:
            raise NotFound("There is no such file in this testimony.")
        freeze_file(file, witness_key(session, testimony), "witness", now)
