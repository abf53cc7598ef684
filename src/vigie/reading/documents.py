"""Archives, folders and text files become conversations, or the files that they hold."""

from collections.abc import Iterator, Sequence

from vigie.evidence.archives import Archive, open_archive
from vigie.evidence.images import IMAGE_KINDS
from vigie.evidence.kinds import HEAD_BYTES, sniff
from vigie.kernel.conversations import Conversation, Source, SourceFile, SourceKind
from vigie.kernel.errors import BadFile, Reason, Unreadable
from vigie.reading.exports import ExportParser, exports
from vigie.reading.given import Given, conversation_id
from vigie.reading.language import language_of
from vigie.reading.text import read_text
from vigie.reading.threads import Thread

HIDDEN = ("__MACOSX/", ".")

REFUSED: dict[str, Reason] = {
    "empty": "empty",
    "executable": "executable",
    "unknown": "unknown_kind",
}

Result = Conversation | Unreadable


def read_document(given: Given) -> tuple[Result, ...] | list[Given]:
    """The conversations of a document and what is unreadable in it, or the files that it holds."""
    kind = "folder" if given.is_folder else given.kind()
    if kind in REFUSED:
        return (Unreadable(REFUSED[kind], given.name),)
    archive = open_archive(given.content, given.name)
    if isinstance(archive, Unreadable):
        return (archive,)
    try:
        parser = recognised(archive)
        if parser:
            return tuple(_conversations(given, archive, parser))
        if kind == "text":
            return (text_conversation(archive.read_text(archive.names()[0]), given),)
        held = _members(given, archive) if kind in ("folder", "zip") else []
        return held or (Unreadable("unknown_export", given.name),)
    except BadFile as refusal:
        return (Unreadable(refusal.reason, given.name),)


def recognised(archive: Archive) -> ExportParser | None:
    """The one parser that knows this export, if any does."""
    return next((each for each in exports.all().values() if each.recognises(archive)), None)


def _conversations(given: Given, archive: Archive, parser: ExportParser) -> Iterator[Result]:
    """Each thread with turns; a file that gives way in the middle leaves those before it."""
    whole = None if given.is_folder else (given.source_file(),)
    found = False
    try:
        for thread in parser.threads(archive):
            if thread.turns:
                files = whole or _source_files(archive, thread.files)
                found = True
                yield conversation(thread, files, "export", parser.name)
    except BadFile as refusal:
        yield Unreadable(refusal.reason, given.name)
        return
    if not found:
        yield Unreadable("no_conversation", given.name)


def _source_files(archive: Archive, names: Sequence[str]) -> tuple[SourceFile, ...]:
    return tuple(Given(name, archive.read(name)).source_file() for name in names)


def text_conversation(content: str, given: Given) -> Result:
    """A pasted text as a conversation."""
    thread = read_text(content)
    if not thread.turns:
        return Unreadable("no_conversation", given.name)
    return conversation(thread, (given.source_file(),), "text", None)


def _members(given: Given, archive: Archive) -> list[Given]:
    """The images and texts of an archive or folder that is no export."""
    members = []
    for name in archive.names():
        if not name.startswith(HIDDEN) and "/." not in name:
            data = archive.read(name)
            if sniff(data[:HEAD_BYTES], name) in (*IMAGE_KINDS, "text"):
                members.append(Given(f"{given.name}/{name}", data))
    return members


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
