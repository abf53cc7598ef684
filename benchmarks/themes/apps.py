"""What each app draws and writes, read from apps.toml."""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

Words = dict[str, list[str]]
Colours = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class App:
    """One app: its colours, its icons, its words by language; `tools` are left, inside, right."""

    platform: str
    light: list[Colours]
    dark: list[Colours]
    accent: list[str]
    icons: list[str]
    tools: list[list[str]]
    prompt: Words
    subtitle: Words
    receipt: Words
    deleted: Words
    notice: Words
    bars: tuple[str, ...] = ()


def _apps() -> dict[str, App]:
    text = Path(__file__).with_name("apps.toml").read_text(encoding="utf-8")
    return {name: App(**each) for name, each in tomllib.loads(text).items()}


APPS = _apps()


def one_of(words: Words, language: str, rng: random.Random, **given: str) -> str:
    """One of an app's phrases, its names filled in; nothing where the app writes nothing."""
    known = words[language]
    return rng.choice(known).format(**given) if known else ""
