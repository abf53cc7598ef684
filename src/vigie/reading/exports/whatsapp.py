"""WhatsApp, "Export chat": a text file, alone or in a ZIP, from iOS and Android."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeGuard

from vigie.evidence.archives import Archive
from vigie.evidence.kinds import decode_text, sniff
from vigie.kernel.conversations import TurnKind
from vigie.kernel.registry import Sample
from vigie.reading.chatlines import (
    ChatLine,
    chat_lines,
    date_warnings,
    is_signal,
    longer_names,
    looks_like_chat,
)
from vigie.reading.exports import exports
from vigie.reading.marks import KIND_OF_ENDING
from vigie.reading.threads import Message, Thread, the_other_of_two, thread

HEAD_BYTES = 20_000

_TITLE = re.compile(
    r"(?:Discussion WhatsApp avec|Discussion WhatsApp -|WhatsApp Chat with|WhatsApp Chat -"
    r"|Chat de WhatsApp con|Chat WhatsApp con|Conversa do WhatsApp com|WhatsApp-Chat mit"
    r"|WhatsApp-chat met)\s+(.+?)(?: \(\d+\))?",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"(?:This message was edited|Ce message a été modifié|Message modifié"
    r"|Se editó este mensaje|Diese Nachricht wurde bearbeitet)\.?>\s*",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"(?:This message was deleted|Ce message a été supprimé|Se eliminó este mensaje"
    r"|Diese Nachricht wurde gelöscht|This message was deleted by admin .{0,60})\.?"
    r"|(?P<mine>You deleted this message|(?:Vous avez|Tu as) supprimé ce message"
    r"|Eliminaste este mensaje|Du hast diese Nachricht gelöscht)\.?",
    re.IGNORECASE,
)
_OMITTED = re.compile(
    r"<?\s*(?:(?P<any>médias? omis|media omitted|multimedia omitido|medien ausgeschlossen|null)"
    r"|(?P<what>image|photo|gif|vid[ée]o|video note|note vidéo|audio|sticker|autocollant|document"
    r"|carte de contact|contact card) (?:omitted|absente?|omise?|retirée?)"
    r")\s*>?",
    re.IGNORECASE,
)
_ATTACHED_IOS = re.compile(
    r"<(?:pièce jointe|attached|fichier joint)\s?: (?P<file>[^<>\n]+)>", re.IGNORECASE
)
_ATTACHED_ANDROID = re.compile(
    r"(?P<file>[^\n]{1,200}?\.\w{2,5}) \((?:fichier joint|file attached)\)", re.IGNORECASE
)
_CALL = re.compile(
    r"(?:missed (?:voice|video|group voice|group video) call|(?:voice|video) call"
    r"|appel (?:vocal|vidéo)(?: de groupe)?(?: manqué)?)\b.{0,60}",
    re.IGNORECASE | re.DOTALL,
)
_NOTICE = re.compile(
    r"(?:les )?messages (?:et (?:les )?appels |and calls |envoyés? |to this chat )?.{0,80}"
    r"(?:chiffrés de bout en bout|end-to-end encrypted)|"
    r"(?:votre|ton) code de sécurité|your security code",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r".{0,80}\b(?:a (?:changé|modifié|créé|ajouté|supprimé|retiré|rejoint|quitté)"
    r"|ont (?:changé|modifié)|avez (?:changé|modifié|créé|ajouté|supprimé|retiré|rejoint)"
    r"|changed|created|added|removed|joined|left)\b.{0,120}[«»\"“”].*",
    re.IGNORECASE | re.DOTALL,
)
"""What a group's notices say before the new name, which may hold a colon."""
_KIND_OF_WORD: tuple[tuple[str, TurnKind], ...] = (
    ("vid", "video"),
    ("note vid", "video"),
    ("audio", "audio"),
    ("sticker", "sticker"),
    ("autocollant", "sticker"),
    ("document", "text"),
    ("carte", "text"),
    ("contact", "text"),
)


@exports.register
class WhatsApp:
    """Reads WhatsApp's exported chats from iOS and Android, whatever the form of their dates."""

    name = "whatsapp"
    samples = (
        Sample("exports/whatsapp-android-fr", {"conversations": 1, "turns": 12, "owner": "Léa"}),
        Sample("exports/whatsapp-ios-fr", {"conversations": 1, "turns": 9, "owner": None}),
        Sample("exports/whatsapp-en", {"conversations": 1, "turns": 5, "owner": None}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By lines that begin with a date, a time and a dash or a bracket."""
        return bool(_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per text file; times stay as written, since their zone is not."""
        files = _files(archive)
        for file in files:
            title = _title(file) or _title(archive.name)
            name = file if len(files) > 1 else ""
            chat = read_chat(archive.read_text(file), name, title)
            yield replace(chat, files=(file,))


def _files(archive: Archive) -> tuple[str, ...]:
    found = archive.names() if len(archive.members) == 1 else archive.find(r"[^/]*\.txt")
    return tuple(name for name in found if _is_chat(archive.head(name, HEAD_BYTES), name))


def _is_chat(head: bytes, name: str) -> bool:
    return sniff(head, name) == "text" and looks_like_chat(decode_text(head))


def _title(file: str) -> str | None:
    named = _TITLE.fullmatch(PurePosixPath(file).stem)
    return named[1] if named else None


def read_chat(content: str, name: str, title: str | None = None) -> Thread:
    """The thread of one exported text; `title` is the other person's name or the group's."""
    lines = longer_names(list(chat_lines(content)))
    names = list(dict.fromkeys(line.name for line in lines if _is_person(line.name)))
    return thread(
        name,
        [_message(line) for line in lines],
        platform="unknown" if all(map(is_signal, lines)) else "whatsapp",
        owner=_owner(lines, names, title),
        title=title,
        warnings=date_warnings(lines),
    )


def _is_person(name: str | None) -> TypeGuard[str]:
    return name is not None and not _HAPPENED.fullmatch(name)


def _owner(lines: Sequence[ChatLine], names: list[str], title: str | None) -> str | None:
    """Whoever "deleted this message" themselves, or is not the one the file is called after."""
    for line in lines:
        deleted = _DELETED.fullmatch(line.text)
        if deleted and deleted["mine"]:
            return line.name
    return the_other_of_two(names, title) if title in names else None


def _message(line: ChatLine) -> Message:
    said = _without_edit_mark(line.text)
    message = Message(
        author=line.name,
        text=said,
        sent_at_raw=line.stamp,
        edited=said != line.text,
    )
    if line.name is None or _NOTICE.match(said):
        return replace(message, author=None, kind="system")
    if _HAPPENED.fullmatch(line.name):
        return replace(message, author=None, kind="system", text=f"{line.name}: {said}")
    return _typed(message, line)


def _without_edit_mark(text: str) -> str:
    said, bracket, mark = text.rpartition("<")
    return said.rstrip("\u200e \n") if bracket and _EDITED.fullmatch(mark) else text


def _typed(message: Message, line: ChatLine) -> Message:
    if _DELETED.fullmatch(message.text):
        return replace(message, kind="deleted", text="")
    if line.marked and _CALL.fullmatch(message.text):
        return replace(message, kind="call")
    omitted = _OMITTED.fullmatch(message.text)
    if omitted:
        return replace(message, kind=_kind_of_word(omitted["what"] or ""), text="")
    attached = _ATTACHED_ANDROID.match(message.text) or _ATTACHED_IOS.search(message.text)
    if attached:
        return replace(message, kind=_kind_of_file(attached), text=_caption(message, attached))
    return message


def _kind_of_word(word: str) -> TurnKind:
    lowered = word.casefold()
    return next((kind for start, kind in _KIND_OF_WORD if lowered.startswith(start)), "image")


def _kind_of_file(attached: re.Match[str]) -> TurnKind:
    ending = PurePosixPath(attached["file"].strip()).suffix.lower()
    return KIND_OF_ENDING.get(ending, "text")


def _caption(message: Message, attached: re.Match[str]) -> str:
    if _kind_of_file(attached) == "text":
        return message.text
    rest = message.text[: attached.start()] + message.text[attached.end() :]
    return rest.strip("\u200e \n")
