"""Where this installation lives: its public half, its blobs, its keys; read once a process."""

import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from vigie.evidence.blobs import BlobStore
from vigie.evidence.installation import (
    Installation,
    IntakeKeys,
    load_installation,
    load_intake_keys,
)

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def folder() -> Path:
    """The installation's folder."""
    return Path(settings.VIGIE_DATA)


@cache
def _installation(folder: Path) -> Installation:
    return load_installation(folder)


@cache
def _intake_keys(folder: Path) -> IntakeKeys:
    return load_intake_keys(folder)


@cache
def _blobs(folder: Path) -> BlobStore:
    return BlobStore(folder)


def installation() -> Installation:
    """The public half of the installation; raises Misconfigured."""
    return _installation(folder())


def intake_keys() -> IntakeKeys:
    """The keys of the intake process; raises Misconfigured in a process that has none."""
    return _intake_keys(folder())


def blobs() -> BlobStore:
    """The sealed evidence."""
    return _blobs(folder() / "blobs")


def new_reference(prefix: str) -> str:
    """ "T-7K3Q9V": eight random letters and figures that cannot be misread aloud."""
    return prefix + "-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
