"""The worker opens each testimony once, reads it, and seals the result; then it cannot again."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from vigie.evidence.freezers import is_flagged
from vigie.evidence.installation import Vault
from vigie.evidence.keys import unwrap
from vigie.flows.analysis import analyse
from vigie.flows.custody import log_act, to_hour
from vigie.flows.derived import Page, keep_conversations, keep_pictures, was_read
from vigie.flows.exports import SortedOut, ask_for_more, keep_listings, sort_out
from vigie.flows.frozen import freeze_file, hash_of
from vigie.flows.items import CLOSED, hold, open_blob, open_content
from vigie.flows.leases import renewing, still_ours
from vigie.flows.linking import join_cases, open_own_case
from vigie.flows.rules import ruleset_in_force
from vigie.flows.signatures import seed_signer
from vigie.kernel.conversations import Conversation
from vigie.kernel.corrections import WITNESS
from vigie.kernel.errors import BadInput, NotAllowed, NotFound, WrongKey
from vigie.reading.engines import tesseract
from vigie.reading.read import Reading, read_files, read_pasted
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony, Wrap

MOST_ATTEMPTS = 30
log = logging.getLogger("vigie.worker")


@dataclass(frozen=True, slots=True)
class Opened:
    """One file in the worker's memory."""

    item: Item
    name: str
    data: bytes


def read_testimony(testimony: Testimony, vault: Vault, now: datetime) -> None:
    """Reads what is unread, grades, joins the cases; all of it is kept together or not at all.

    Nothing is kept either when another worker took the testimony up meanwhile.
    """
    key = _testimony_key(testimony, vault)
    if key is None:
        leave_to_the_team(testimony, vault, now)
        return
    ask_for_more(testimony, key)
    opened = _open_unread(testimony, key)
    files = [(each.name, each.data) for each in opened]
    renew = renewing(testimony, now)
    reading = read_files(files, progress=renew, second=_second_opinion())
    origins = _Origins(opened)
    talks = [(origins.of(talk.source.files[0].sha256), talk) for talk in reading.conversations]
    found = sort_out(talks, list(testimony.items.order_by("pk")), key, renew)
    with transaction.atomic():
        if not still_ours(testimony) or _changed_meanwhile(testimony, opened):
            return
        _keep_reading(testimony, opened, reading, found, key, now)
        _keep_pasted(testimony, key, now)
        graded = testimony.severity
        link_key = bytes.fromhex(vault.link_key)
        analysed = analyse(testimony, key, now, ruleset_in_force(link_key))
        if _says_something(testimony):
            signer = seed_signer(_log_seed(vault))
            new = not _nothing_new(testimony) or testimony.severity < graded
            join_cases(testimony, analysed.accounts, link_key, signer, now, new)
        log_act(LogEntry.Act.READ, actor="worker", now=now, testimony=testimony)
        _done(testimony, now)


def _second_opinion() -> tesseract.Reader | None:
    """The second engine, when one is asked for; that it is missing stops no reading."""
    return tesseract.reader() if settings.VIGIE_SECOND_OPINION and not tesseract.lacks() else None


def _testimony_key(testimony: Testimony, vault: Vault) -> str | None:
    """T's secret by the reader key; None when there is nothing of it left to read with."""
    wrapped = testimony.wraps.filter(holder=Wrap.Holder.READER).first()
    secret = vault.reader(wrapped.recipient) if wrapped is not None else None
    if wrapped is None or secret is None:
        return None
    return unwrap(bytes(wrapped.wrapped), secret)


def leave_to_the_team(
    testimony: Testimony, vault: Vault, now: datetime, *, try_again: bool = False
) -> None:
    """What the worker cannot read is in the queue all the same: the team can open it."""
    with transaction.atomic():
        current = hold(testimony)
        if _says_something(current) and not current.joined.exists():
            open_own_case(current, seed_signer(_log_seed(vault)), now)
        if current.read_after == testimony.read_after and not try_again:
            current.read_after = None
        _seen(current, now, release=not try_again)


def _log_seed(vault: Vault) -> bytes:
    return bytes.fromhex(vault.log_seed)


def _open_unread(testimony: Testimony, key: str) -> list[Opened]:
    """The unread files; one that ended the worker too often is set aside, not tried again.

    The last try takes one file at a time, so that the others are not set aside with it.
    """
    unread = testimony.items.filter(kind=Item.Kind.FILE, state=Item.State.UNREAD)
    unread.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Item.State.UNREADABLE, problem="took_too_long"
    )
    files = list(unread.order_by("pk"))
    if any(each.attempts == MOST_ATTEMPTS - 1 for each in files):
        files = files[:1]
    unread.filter(pk__in=[each.pk for each in files]).update(attempts=F("attempts") + 1)
    opened = [each for each in (_open(item, key) for item in files) if each is not None]
    names = _named_apart([each.name for each in opened])
    return [replace(each, name=name) for each, name in zip(opened, names, strict=True)]


def _open(item: Item, key: str) -> Opened | None:
    """One file; None when its sealed bytes are gone or were changed, which is said and kept."""
    try:
        return Opened(item, str(open_content(item, key)["name"]), open_blob(item, key))
    except NotAllowed:
        return None
    except (WrongKey, NotFound, BadInput):
        Item.objects.filter(pk=item.pk).update(state=Item.State.UNREADABLE, problem="damaged_here")
        log.error("a sealed file is missing or damaged; 'vigie doctor' says more")
        return None


def _changed_meanwhile(testimony: Testimony, opened: Sequence[Opened]) -> bool:
    """Whether one of the files was frozen while it was read: nothing of this is kept then."""
    unread = testimony.items.filter(state=Item.State.UNREAD, pk__in=[o.item.pk for o in opened])
    if unread.count() == len(opened):
        return False
    Testimony.objects.filter(pk=testimony.pk).update(leased_until=None, leased_by="")
    return True


def _nothing_new(testimony: Testimony) -> bool:
    """Whether the team lent it, or its witness put a reading right, and nothing was received since
    it was read: a case that is done stays so."""
    entries = LogEntry.objects.filter(testimony=testimony)
    last = entries.filter(act=LogEntry.Act.READ).order_by("-pk").first()
    since = entries if last is None else entries.filter(pk__gt=last.pk)
    if since.filter(act=LogEntry.Act.RECEIVED).exists():
        return False
    hers = Q(act=LogEntry.Act.CORRECTED, actor=WITNESS)
    return since.filter(Q(act=LogEntry.Act.LENT) | hers).exists()


def _named_apart(names: Sequence[str]) -> list[str]:
    """A second "image.jpg" is "2 image.jpg": telephones give many pictures one name."""
    return [
        f"{names[:place].count(name) + 1} {name}" if name in names[:place] else name
        for place, name in enumerate(names)
    ]


def _keep_reading(
    testimony: Testimony,
    opened: Sequence[Opened],
    reading: Reading,
    found: SortedOut,
    key: str,
    now: datetime,
) -> None:
    origins, refused = _Origins(opened), {each.name: each.reason for each in reading.unreadable}
    again = [each.item for each in opened if each.name not in refused]
    keep_conversations(testimony, found.kept, again, key, now)
    keep_listings(testimony, found.listed, again, now)
    pages = [
        Page(origins.of(digest), digest, n, page)
        for digest, all_ in reading.pictures.items()
        for n, page in enumerate(all_)
    ]
    flagged = _flagged(pages, opened, _closed_hashes(testimony, key))
    keep_pictures(testimony, [each for each in pages if each.file not in flagged], key, now)
    for each in opened:
        _keep_state(each.item, refused.get(each.name, ""))
        if each.item in flagged:
            freeze_file(each.item, key, "worker", now)


def _flagged(pages: Sequence[Page], opened: Sequence[Opened], closed: frozenset[str]) -> list[Item]:
    """The files to freeze at once, alone or for what is in them: what is closed already, sent
    again, and what something plugged in asks for."""
    found = []
    for each in opened:
        mine = [page for page in pages if page.file == each.item]
        hashes = {hashlib.sha256(each.data).hexdigest(), *(page.sha256 for page in mine)}
        if hashes & closed or any(
            is_flagged(h, [p.picture for p in mine if p.sha256 == h]) for h in hashes
        ):
            found.append(each.item)
    return found


def _closed_hashes(testimony: Testimony, key: str) -> frozenset[str]:
    """The hashes of the files of a testimony that are frozen, handed over or destroyed."""
    files = testimony.items.filter(kind=Item.Kind.FILE, state__in=CLOSED)
    return frozenset(hash_of(each, key) for each in files)


def _keep_state(file: Item, problem: str) -> None:
    """A file that gave something once is not unreadable because a later reading failed."""
    file.problem = "" if was_read(file) else problem
    file.state = Item.State.UNREADABLE if file.problem else Item.State.READ
    file.save(update_fields=["state", "problem"])


class _Origins:
    """Which received file a hash comes from; what is in an archive comes from the archive."""

    def __init__(self, opened: Sequence[Opened]) -> None:
        self._by_hash = {hashlib.sha256(each.data).hexdigest(): each.item for each in opened}
        archives = [each.item for each in opened if each.data[:2] == b"PK"]
        self._other = archives[0] if archives else opened[0].item if opened else None

    def of(self, digest: str) -> Item:
        """The received file; there is always one where something was read."""
        found = self._by_hash.get(digest, self._other)
        if found is None:
            raise NotFound("Nothing was received that this could come from.")
        return found


def _keep_pasted(testimony: Testimony, key: str, now: datetime) -> None:
    """A pasted conversation is read as text, once a page."""
    for page in testimony.items.filter(kind=Item.Kind.PAGE, state=Item.State.UNREAD):
        pasted = str(open_content(page, key)["answers"].get("pasted") or "")
        talk = read_pasted(pasted) if pasted.strip() else None
        read = [(page, talk)] if isinstance(talk, Conversation) else []
        keep_conversations(testimony, read, [page], key, now)
        page.state = Item.State.READ
        page.save(update_fields=["state"])


def _says_something(testimony: Testimony) -> bool:
    told = (Item.Kind.PAGE, Item.Kind.FILE, Item.Kind.MESSAGE)
    return testimony.items.filter(kind__in=told, from_team=False).exists()


def _done(testimony: Testimony, now: datetime) -> None:
    """Nothing is left to read: the reader's wrap goes, unless something came in meanwhile."""
    current = hold(testimony)
    unread = current.items.filter(state=Item.State.UNREAD).exists()
    if current.read_after == testimony.read_after and not unread:
        current.read_after = None
        current.wraps.filter(holder=Wrap.Holder.READER).delete()
    _seen(current, now)


def _seen(current: Testimony, now: datetime, *, release: bool = True) -> None:
    """A testimony that waited is with the team now; one that the team took stays as it is."""
    if release:
        current.leased_until, current.leased_by = None, ""
    if current.state in (Testimony.State.DRAFT, Testimony.State.RECEIVED):
        current.state = Testimony.State.READ
        current.sent_hour = current.sent_hour or to_hour(now)
    current.save(update_fields=["leased_until", "leased_by", "read_after", "state", "sent_hour"])
