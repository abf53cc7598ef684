"""Making an installation: its keys, its first responder, its database."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.management import call_command

from vigie.evidence.custody import new_signing_key, public_key, sign
from vigie.evidence.installation import (
    Installation,
    IntakeKeys,
    Organisation,
    Vault,
    boot_identity,
    save_installation,
    save_intake_keys,
    save_vault,
)
from vigie.evidence.keyed import KEY_BYTES
from vigie.evidence.keys import new_identity, recipient_of, signing_seed
from vigie.evidence.receipts import certify
from vigie.flows.custody import to_hour
from vigie.flows.recipients import team_message
from vigie.flows.team.held import seal_common_key
from vigie.kernel.errors import BadInput
from vigie.store.keys import TeamKey
from vigie.store.sqlite.base import make_database_file

INTAKE_KEY_LIFE = timedelta(days=5 * 365)
CLOCK_BACK = timedelta(days=1)
"""Promises hold though a clock is put back on the first day."""


@dataclass(frozen=True, slots=True)
class NewInstallation:
    """What `make_installation` gives: the team's secret, to be wrapped to the first responder."""

    installation: Installation
    team_secret: str = field(repr=False)


def make_installation(
    folder: Path, organisation: Organisation, worker_secret: str, now: datetime
) -> NewInstallation:
    """Writes the keys of a new installation and publishes its team key; refuses to replace one."""
    if (folder / "installation.json").exists():
        raise BadInput(f"There is already an installation in {folder}.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_database_file()
    call_command("migrate", verbosity=0, interactive=False)
    salt, link_key = secrets.token_bytes(16), secrets.token_bytes(32)
    log_seed, intake_seed = new_signing_key(), new_signing_key()
    since = to_hour(now) - CLOCK_BACK
    certificate = certify(public_key(intake_seed), since, since + INTAKE_KEY_LIFE, log_seed)
    worker = recipient_of(boot_identity(worker_secret, salt))
    installation = Installation(
        organisation=organisation,
        code_salt=salt.hex(),
        log_public=public_key(log_seed).hex(),
        intake_public=public_key(intake_seed).hex(),
        intake_since=certificate.since.isoformat(),
        intake_until=certificate.until.isoformat(),
        intake_certificate=certificate.signature.hex(),
        worker_recipient=worker,
    )
    team_secret, team_public = _publish_team_key(link_key, log_seed, now)
    save_vault(folder, Vault({}, link_key.hex(), log_seed.hex(), team_public.hex()), worker)
    save_intake_keys(folder, IntakeKeys(Fernet.generate_key().decode(), intake_seed.hex()))
    save_installation(folder, installation)
    return NewInstallation(installation, team_secret)


def _publish_team_key(link_key: bytes, log_seed: bytes, now: datetime) -> tuple[str, bytes]:
    secret, recipient = new_identity()
    public = public_key(signing_seed(secret))
    TeamKey.objects.create(
        recipient=recipient,
        signing_public=public,
        signature=sign(log_seed, team_message(recipient, public)),
        wrapped_link_key=seal_common_key("link", link_key, secret),
        wrapped_print_key=seal_common_key("print", secrets.token_bytes(KEY_BYTES), secret),
        made_at=now,
    )
    return secret, public


def new_worker_secret() -> str:
    """A boot secret of full strength, to be kept off the disk that it protects."""
    return new_identity()[0]
