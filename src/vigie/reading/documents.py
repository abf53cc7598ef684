"""Archives, folders and text files become conversations, or the files that they hold.

What is given together is read together: the parts of one export, in one archive or in several.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from vigie.evidence.archives import Archive, open_archive
from vigie.evidence.images import IMAGE_KINDS
from vigie.kernel.conversations import Conversation, Source, SourceFile, SourceKind
from vigie.kernel.errors import BadFile, Reason, Unreadable
from vigie.reading.exports import ExportParser, exports
from vigie.reading.given import Given, conversation_id
from vigie.reading.language import language_of
from vigie.reading.marks import put_together
from vigie.reading.text import read_text
from vigie.reading.threads import Thread

HIDDEN = ("__MACOSX/", ".")
MAX_INSIDE = 1
MAX_ARCHIVES_INSIDE = 20
IN_PARTS = ("tiktok", "instagram", "messenger", "snapchat", "x", "discord", "telegram")
"""The platforms whose exports come in several files or archives that belong together."""

REFUSED: dict[str, Reason] = {
    "empty": "empty",
    "executable": "executable",
    "unknown": "unknown_kind",
}

Result = Conversation | Unreadable

_OWNERS_FILE = re.compile(
    r"(?:account|ageinfo|profile)\.js|(?:account|user|personal_information|profile_information"
    r"|channel|index)(?: \(\d+\))?\.json|Profile Info(?:rmation)?\.txt",
    re.IGNORECASE,
)
_PLATFORMS_FOLDER = re.compile(
    r"(?:^|/)(?:your_instagram_activity|your_facebook_activity|personal_information"
    r"|media/(?:posts|stories|reels|profile|archived_posts)"
    r"|messages/(?:inbox|message_requests|filtered_threads)|chat_media|memories"
    r"|direct_messages(?:_group)?_media)/"
)


@dataclass(frozen=True, slots=True)
class Document:
    """Something that one export parser knows, or (without `parser`) that goes with such a thing."""

    given: Given
    archive: Archive
    parser: ExportParser | None


def look_into(given: Given) -> tuple[tuple[Result | Document, ...], list[Given]]:
    """What a document is, and the files in it that are to be read on their own."""
    kind = "folder" if given.is_folder else given.kind()
    if kind in REFUSED:
        return (Unreadable(REFUSED[kind], given.name),), []
    archive = open_archive(given.content, given.name)
    if isinstance(archive, Unreadable):
        return (archive,), []
    try:
        return _known(given, archive, kind)
    except BadFile as refusal:
        return (Unreadable(refusal.reason, given.name),), []


def _known(
    given: Given, archive: Archive, kind: str
) -> tuple[tuple[Result | Document, ...], list[Given]]:
    known = tuple(Document(given, archive, each) for each in recognised(archive))
    several = kind in ("folder", "zip")
    if known:
        return known, list(_archives_inside(given, archive)) if several else []
    if _goes_with_others(archive):
        return (Document(given, archive, None),), []
    if kind == "text":
        return (text_conversation(archive.read_text(archive.names()[0]), given),), []
    held = [*_members(given, archive), *_archives_inside(given, archive)] if several else []
    return () if held else (Unreadable("unknown_export", given.name),), held


def recognised(archive: Archive) -> list[ExportParser]:
    """The parsers that know this export; a folder can hold several exports."""
    return [each for each in exports.all().values() if each.recognises(archive)]


def in_parts(documents: Sequence[Document]) -> list[list[Document]]:
    """The documents that make one export each; what goes with others goes with all of them."""
    groups: dict[str, list[Document]] = {}
    others = [each for each in documents if each.parser is None]
    for number, each in enumerate(documents):
        if each.parser is not None:
            alone = each.parser.name not in IN_PARTS
            groups.setdefault(f"{each.parser.name} {number if alone else ''}", []).append(each)
    found = list(groups.values())
    open_ones = [each for each in found if each[0].parser and each[0].parser.name in IN_PARTS]
    for group in open_ones:
        group.extend(others)
    return found if open_ones else [*found, *([each] for each in others)]


def read_export(documents: Sequence[Document]) -> Iterator[Result]:
    """Each conversation of one export; a file that gives way in the middle leaves those before."""
    first = documents[0]
    if first.parser is None:
        yield Unreadable("unknown_export", first.given.name)
        return
    archive, origins = (
        put_together(first.given.name, [each.archive for each in documents])
        if len(documents) > 1
        else (first.archive, dict.fromkeys(first.archive.names(), 0))
    )
    sources = _Sources(documents)
    found = False
    try:
        for thread in first.parser.threads(archive):
            if thread.turns:
                found = True
                files = sources.of(archive, [(origins[each], each) for each in thread.files])
                yield conversation(thread, files, "export", first.parser.name)
    except BadFile as refusal:
        yield Unreadable(refusal.reason, first.given.name)
        return
    if not found:
        yield Unreadable("no_conversation", first.given.name)


class _Sources:
    """The files that conversations are read from; each archive is hashed once."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._hashed: dict[int, SourceFile] = {}

    def of(self, archive: Archive, members: Sequence[tuple[int, str]]) -> tuple[SourceFile, ...]:
        """The archives that hold these members, and members of a folder on their own."""
        found: dict[SourceFile, None] = {}
        for number, member in members:
            given = self._documents[number].given
            if given.is_folder:
                file = Given(member, archive.read(member)).source_file()
            else:
                file = self._hashed.get(number) or given.source_file()
                self._hashed[number] = file
            found[file] = None
        return tuple(found)


def text_conversation(content: str, given: Given) -> Result:
    """A pasted text as a conversation."""
    thread = read_text(content)
    if not thread.turns:
        return Unreadable("no_conversation", given.name)
    return conversation(thread, (given.source_file(),), "text", None)


def _members(given: Given, archive: Archive) -> list[Given]:
    """The images and texts of an archive or folder that is no export."""
    kinds = (*IMAGE_KINDS, "text")
    return [
        Given(f"{given.name}/{name}", archive.read(name), given.inside + 1)
        for name in archive.names()
        if not _is_hidden(name) and archive.kind(name) in kinds
    ]


def _archives_inside(given: Given, archive: Archive) -> Iterator[Given]:
    """The archives in an archive or folder, which are looked into and no deeper."""
    if given.inside >= MAX_INSIDE:
        return
    named = [each for each in archive.find(r"[^/]*\.zip") if not _is_hidden(each)]
    for name in named[:MAX_ARCHIVES_INSIDE]:
        if archive.kind(name) == "zip":
            yield Given(f"{given.name}/{name}", archive.read(name), given.inside + 1)


def _is_hidden(name: str) -> bool:
    return name.startswith(HIDDEN) or "/." in name


def _goes_with_others(archive: Archive) -> bool:
    """A part of an export without messages: its pictures are not read as screenshots."""
    names = archive.names()
    owners = len(names) == 1 and _OWNERS_FILE.fullmatch(PurePosixPath(names[0]).name)
    return bool(owners) or any(map(_PLATFORMS_FOLDER.search, names))


def conversation(
    thread: Thread, files: tuple[SourceFile, ...], kind: SourceKind, format_name: str | None
) -> Conversation:
    """A thread with its id, its files and its language."""
    return Conversation(
        id=conversation_id(files, thread.name),
        source=Source(kind, format_name, files),
        turns=thread.turns,
        participants=thread.participants,
        platform=thread.platform,
        title=thread.title,
        language=language_of(turn.text for turn in thread.turns),
        warnings=thread.warnings,
    )
