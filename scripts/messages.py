"""The catalogues: every text of pages and code has its French, and nothing is left over.

Usage: python -m scripts.messages check    says what is missing, unused, fuzzy or not compiled
       python -m scripts.messages make     takes new texts in, drops old ones, compiles
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src/vigie/web"
DESK = (WEB / "desk", WEB / "templates/desk")
CATALOGUES = (WEB / "locale", WEB / "desk/locale")
KEYWORDS = (
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "pgettext_lazy:1c,2",
    "npgettext:1c,2,3",
    "npgettext_lazy:1c,2,3",
)
HEADER = {
    "Project-Id-Version": "Vigie",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}
Key = tuple[str | None, str]


def catalogue_file(folder: Path) -> Path:
    """The French catalogue in a locale folder."""
    return folder / "fr/LC_MESSAGES/django.po"


def catalogue_in(folder: Path) -> polib.POFile:
    """The French catalogue as it is, or an empty one."""
    file = catalogue_file(folder)
    if file.exists():
        return polib.pofile(str(file), wrapwidth=100)
    file.parent.mkdir(parents=True, exist_ok=True)
    empty = polib.POFile(wrapwidth=100)
    empty.metadata = HEADER
    return empty


def extracted() -> Mapping[Path, polib.POFile]:
    """The texts that pages and code hold, by the locale folder that must translate them."""
    found: dict[Path, polib.POFile] = {}
    for folder in CATALOGUES:
        with tempfile.TemporaryDirectory() as place:
            names = list(_laid_out(folder, Path(place)))
            found[folder] = _xgettext(names, Path(place))
    return found


def problems_of(folder: Path) -> Iterator[str]:
    """What is wrong inside a catalogue: a text without French, fuzzy, or not as compiled."""
    catalogue = catalogue_in(folder)
    name = catalogue_file(folder).relative_to(ROOT)
    for entry in catalogue:
        if entry.fuzzy or not entry.translated():
            yield f"{name}: {entry.msgid!r} has no French, or it is fuzzy"
        if entry.obsolete:
            yield f"{name}: {entry.msgid!r} is obsolete"
    compiled = catalogue_file(folder).with_suffix(".mo")
    if not compiled.exists() or _texts(polib.mofile(str(compiled))) != _texts(catalogue):
        yield f"{name}: the compiled one differs; run 'python -m scripts.messages make'"


def problems_between(folder: Path, wanted: polib.POFile) -> Iterator[str]:
    """What is wrong between a catalogue and the texts that pages and code hold."""
    kept = _keys(catalogue_in(folder))
    name = catalogue_file(folder).relative_to(ROOT)
    for _, text in sorted(_keys(wanted) - kept, key=str):
        yield f"{name}: {text!r} is missing"
    for _, text in sorted(kept - _keys(wanted), key=str):
        yield f"{name}: {text!r} is used nowhere"


def check() -> int:
    """Prints every problem; gives the exit code."""
    problems = [
        problem
        for folder, wanted in extracted().items()
        for problem in (*problems_of(folder), *problems_between(folder, wanted), *_odd(folder))
    ]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def make() -> int:
    """Takes new texts in, drops those used nowhere, compiles; French is then written by hand."""
    for folder, wanted in extracted().items():
        catalogue = catalogue_in(folder)
        catalogue.merge(wanted)
        for entry in catalogue.obsolete_entries():
            catalogue.remove(entry)
        for entry in catalogue:
            entry.occurrences = [(place, "") for place in dict.fromkeys(dict(entry.occurrences))]
        catalogue.save(str(catalogue_file(folder)))
        catalogue.save_as_mofile(str(catalogue_file(folder).with_suffix(".mo")))
    return 0


def _laid_out(folder: Path, place: Path) -> Iterator[str]:
    """Copies a catalogue's sources as Python that xgettext reads; gives their names."""
    for source in sorted((*WEB.rglob("*.py"), *WEB.rglob("*.html"))):
        in_desk = any(source.is_relative_to(each) for each in DESK)
        if in_desk != (folder == CATALOGUES[1]):
            continue
        name = str(source.relative_to(WEB))
        text = source.read_text("utf-8")
        copy = place / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(templatize(text) if source.suffix == ".html" else text, "utf-8")
        yield name


def _xgettext(names: list[str], place: Path) -> polib.POFile:
    keywords = [f"--keyword={each}" for each in KEYWORDS]
    made = subprocess.run(
        [
            "xgettext",
            "--language=Python",
            "--from-code=UTF-8",
            "--sort-by-file",
            "--output=-",
            *keywords,
            *names,
        ],
        cwd=place,
        check=True,
        capture_output=True,
        text=True,
    )
    return polib.pofile(made.stdout.replace("charset=CHARSET", "charset=UTF-8"))


def _odd(folder: Path) -> Iterator[str]:
    """What gettext's own checks say: a placeholder lost in translation, say."""
    if not catalogue_file(folder).exists():
        return
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--output-file=/dev/null", catalogue_file(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    yield from checked.stderr.splitlines() if checked.returncode else ()


def _keys(catalogue: polib.POFile) -> set[Key]:
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def _texts(catalogue: polib.POFile | polib.MOFile) -> dict[Key, object]:
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in catalogue
        if not entry.obsolete
    }


def main() -> int:
    """Checks or makes; 2 when gettext is missing or the command is neither."""
    commands = {"check": check, "make": make}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if not shutil.which("xgettext"):
        sys.stderr.write("xgettext is missing: apt install gettext\n")
        return 2
    return commands[sys.argv[1]]()


if __name__ == "__main__":
    raise SystemExit(main())
