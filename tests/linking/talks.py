"""An invented conversation, in a few words, for the tests of copies."""

from dataclasses import replace

from vigie.kernel.conversations import Turn

STORY = (
    "Salut, tes dessins sont trop beaux",
    "merci beaucoup",
    "tu as quel âge en vrai ?",
    "j'ai 13 ans et demi",
    "envoie une photo de toi, pas une de ton compte",
    "non j'ai pas envie",
    "si tu le fais pas je montre tout à tes amis",
)


def turns(*said: str) -> tuple[Turn, ...]:
    """Messages of two who answer each other, all on one image."""
    return tuple(
        Turn(n, text, side=("left", "right")[n % 2], image=0) for n, text in enumerate(said)
    )


def but(given: tuple[Turn, ...], place: int, **changes: object) -> tuple[Turn, ...]:
    """The same messages, one of them changed."""
    changed = replace(given[place], **changes)  # type: ignore[arg-type]
    return (*given[:place], changed, *given[place + 1 :])
