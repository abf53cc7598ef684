"""No secret is in the text of an object: what a fault or a debugger shows gives nothing away."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator

import vigie

SECRET_NAMES = {
    "code",
    "cookie_key",
    "identity",
    "link_key",
    "log_seed",
    "passphrase",
    "readers",
    "secret",
    "shares",
    "signing_seed",
    "team_secret",
    "totp",
    "words",
    "worker_secret",
}
NOT_SECRET = {
    "vigie.cli.demonstration.notes.Notes.code",
    "vigie.measures.article16.Gap.words",
    "vigie.measures.grounds.Ground.code",
    "vigie.reading.screenshots.platforms.Signs.words",
    "vigie.signals.packs.Pack.words",
    "vigie.web.desk.marked_text.Note.code",
    "vigie.web.desk.stage_filter.StageChoice.code",
}


def secret_fields() -> Iterator[tuple[str, bool]]:
    """Every field of a dataclass of ours whose name says a secret, and whether it is shown."""
    for each in pkgutil.walk_packages(vigie.__path__, "vigie."):
        if each.name.endswith("__main__") or ".site." in each.name:
            continue
        module = importlib.import_module(each.name)
        for found in vars(module).values():
            if isinstance(found, type) and found.__module__ == each.name:
                yield from shown_by(found)


def shown_by(kind: type) -> Iterator[tuple[str, bool]]:
    for field in dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ():
        if field.name in SECRET_NAMES and "str" in str(field.type):
            yield f"{kind.__module__}.{kind.__name__}.{field.name}", field.repr


def test_no_field_that_holds_a_secret_is_shown_in_the_text_of_its_object() -> None:
    found = dict(secret_fields())

    shown = sorted(name for name, is_shown in found.items() if is_shown)

    assert len(found) > 8
    assert set(shown) - NOT_SECRET == set()
