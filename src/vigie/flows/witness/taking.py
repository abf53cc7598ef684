"""What a witness takes away: their words, files, messages and receipt, sealed to a passphrase.

Once their testimony is anonymised or archived it is theirs alone. The file is age's own format:
`age -d` asks for the passphrase and gives a ZIP.
"""

import re
import tempfile
import zipfile
from datetime import datetime
from typing import BinaryIO, cast

from vigie.evidence.keys import unwrap
from vigie.evidence.passphrase_files import PassphraseFile
from vigie.evidence.sealing import open_file_into
from vigie.flows.custody import log_act
from vigie.flows.items import open_content, sealed_parts
from vigie.flows.place import folder
from vigie.flows.witness.receipts import receipt
from vigie.flows.witness.telling import WitnessSession, testimony_of, witness_key
from vigie.kernel.errors import BadInput, NotAllowed, NotFound
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item

LEAST_CHARS = 12
MOST_CHARS = 200
TOO_SHORT = "Choose a longer password: at least 12 characters."
NOT_GIVEN = (Item.State.FROZEN, Item.State.HANDED, Item.State.DESTROYED)
UNSAFE = re.compile(r"[^\w.\- ]+")


def take_away(session: WitnessSession, words: str, passphrase: str, now: datetime) -> BinaryIO:
    """One sealed file, at its beginning, which the disk keeps no name of; taking it is logged.

    `words` is what was told, as it is to be read. Raises BadInput on a short passphrase.
    """
    if not LEAST_CHARS <= len(passphrase) <= MOST_CHARS:
        raise BadInput(TOO_SHORT)
    testimony = testimony_of(session)
    key = witness_key(session, testimony)
    scratch = tempfile.TemporaryFile(dir=folder(), prefix="taken-")  # noqa: SIM115 (given away)
    sealed = cast(BinaryIO, scratch)
    closed = PassphraseFile(sealed, passphrase)
    with zipfile.ZipFile(cast(BinaryIO, closed), "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("temoignage.txt", words)
        _add_receipt(archive, session)
        files = testimony.items.filter(kind=Item.Kind.FILE).exclude(blob="")
        for number, item in enumerate(files.exclude(state__in=NOT_GIVEN).order_by("pk"), start=1):
            _add_file(archive, number, item, key)
    closed.finish()
    log_act(LogEntry.Act.EXPORTED, actor="witness", now=now, testimony=testimony)
    sealed.seek(0)
    return sealed


def _add_receipt(archive: zipfile.ZipFile, session: WitnessSession) -> None:
    try:
        archive.writestr("recu.json", receipt(session))
    except NotFound:
        return


def _add_file(archive: zipfile.ZipFile, number: int, item: Item, key: str) -> None:
    """One file as it was sent, straight from its sealed bytes; one that is lost is passed over."""
    content = open_content(item, key)
    secret = unwrap(bytes(item.wrapped_key), key)
    name = UNSAFE.sub("_", str(content["name"])).lstrip(".")[-100:] or "fichier"
    try:
        source = sealed_parts(item)
    except (NotAllowed, NotFound):
        return
    place = f"preuves/{number:02d} {name}"
    with source, archive.open(place, "w", force_zip64=True) as sink:
        open_file_into(source, cast(BinaryIO, sink), secret, int(content["size_bytes"]))
