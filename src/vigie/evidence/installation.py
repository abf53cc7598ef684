"""The folder of an installation: what is public of it, and the keys of each process, apart.

installation.json    names, salts and public keys: every process reads it, intake pins it
intake/keys.json     the cookie key and the sub-key that signs promises
worker/vault.age     reader, link and log keys, sealed to the boot secret
blobs/               sealed evidence
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from vigie.evidence.keys import identity_from_seed, recipient_of
from vigie.evidence.sealing import open_sealed, seal
from vigie.kernel.errors import Misconfigured, WrongKey

ARGON2_MEMORY_KIB = 64 * 1024
RESTORING = "being-restored"
"""The file that stands in a folder while a backup is restored into it: nothing is served."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who answers. `trusted_flagger` is the designation's reference (DSA Art. 22), or empty."""

    name: str
    email: str
    phone: str = ""
    trusted_flagger: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """The public half. `log_public` is the anchor that intake pins; keys are in hexadecimal."""

    organisation: Organisation
    code_salt: str
    log_public: str
    intake_public: str
    intake_since: str
    intake_until: str
    intake_certificate: str
    worker_recipient: str


@dataclass(frozen=True, slots=True)
class IntakeKeys:
    """What intake holds: nothing that opens a testimony. `cookie_key` is a Fernet key."""

    cookie_key: str = field(repr=False)
    signing_seed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Vault:
    """What the worker holds: reader secrets by day, the link key and the log's seed (hex).

    `team_public` checks who may ask for the next team key, and changes with it.
    """

    readers: Mapping[str, str] = field(repr=False)
    link_key: str = field(repr=False)
    log_seed: str = field(repr=False)
    team_public: str

    @property
    def link_secret(self) -> str:
        """The age identity that opens account records, derived from the link key."""
        return identity_from_seed(bytes.fromhex(self.link_key))[0]

    def reader(self, recipient: str) -> str | None:
        """The secret of a reader key, while it is kept."""
        known = {recipient_of(secret): secret for secret in self.readers.values()}
        return known.get(recipient)

    def with_reader(self, day: date, secret: str) -> "Vault":
        """The same vault with one more day's key."""
        return replace(self, readers={**self.readers, day.isoformat(): secret})

    def without_reader(self, day: date) -> "Vault":
        """The same vault with one day's key destroyed."""
        kept = {each: key for each, key in self.readers.items() if each != day.isoformat()}
        return replace(self, readers=kept)


def write_private(path: Path, data: bytes) -> None:
    """Replaces a file whole, durable before it is seen, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def refuse_while_restoring(folder: Path) -> None:
    """Raises Misconfigured in a folder whose restoring is not finished."""
    if (folder / RESTORING).exists():
        raise Misconfigured(
            f"A backup is being restored in {folder}, or restoring was cut short: wait, "
            "or restore it into another folder."
        )


def save_installation(folder: Path, installation: Installation) -> None:
    """Writes `installation.json`."""
    text = json.dumps(asdict(installation), ensure_ascii=False, indent=2)
    write_private(folder / "installation.json", text.encode())


def load_installation(folder: Path) -> Installation:
    """Reads `installation.json`; raises Misconfigured when there is none."""
    try:
        value = json.loads((folder / "installation.json").read_text())
        organisation = Organisation(**value.pop("organisation"))
        return Installation(organisation=organisation, **value)
    except FileNotFoundError as error:
        raise Misconfigured(
            f"There is no installation in {folder}; make one with 'vigie init'."
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise Misconfigured(
            f"{folder / 'installation.json'} is damaged; restore it from a backup."
        ) from error


def save_intake_keys(folder: Path, keys: IntakeKeys) -> None:
    """Writes the keys of the intake process."""
    write_private(folder / "intake" / "keys.json", json.dumps(asdict(keys)).encode())


def load_intake_keys(folder: Path) -> IntakeKeys:
    """Reads the keys of the intake process; raises Misconfigured."""
    try:
        return IntakeKeys(**json.loads((folder / "intake" / "keys.json").read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise Misconfigured("The keys of the intake process are missing or damaged.") from error


def boot_identity(secret_text: str, salt: bytes) -> str:
    """The age identity of the worker's boot secret: itself, or derived from a passphrase."""
    text = secret_text.strip()
    if text.startswith("AGE-SECRET-KEY-1"):
        return text
    seed = hash_secret_raw(text.encode(), salt, 3, ARGON2_MEMORY_KIB, 1, 32, Type.ID)
    return identity_from_seed(seed)[0]


def save_vault(folder: Path, vault: Vault, recipient: str) -> None:
    """Writes the worker's keys, sealed to the boot secret's recipient."""
    sealed = seal(json.dumps(asdict(vault)).encode(), recipient)
    write_private(folder / "worker" / "vault.age", sealed)


def load_vault(folder: Path, secret: str) -> Vault:
    """Opens the worker's keys with the boot identity; raises Misconfigured."""
    try:
        sealed = (folder / "worker" / "vault.age").read_bytes()
        return Vault(**json.loads(open_sealed(sealed, secret)))
    except OSError as error:
        raise Misconfigured("The worker's keys (worker/vault.age) are missing.") from error
    except (WrongKey, ValueError) as error:
        raise Misconfigured(
            "The worker's keys do not open with this boot secret, or worker/vault.age is damaged; "
            "check the secret, or restore the file from a backup."
        ) from error
