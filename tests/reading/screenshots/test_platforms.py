"""An app is named when several signs agree, and never when they do not."""

import pytest

from vigie.kernel.conversations import Platform
from vigie.reading.screenshots.platforms import Signs, is_ticked, platform_of

GREEN, BLUE, GREY = (217, 253, 211), (29, 155, 240), (200, 200, 201)


@pytest.mark.parametrize(
    ("signs", "platform"),
    [
        (Signs((("prompt", "Aa"),), ()), "messenger"),
        (Signs((("prompt", "Envoyer un chat"),), (), ("bars",)), "snapchat"),
        (Signs((("prompt", "Message"),), (("right", GREEN),), ("ticks",)), "whatsapp"),
        (Signs((("prompt", "Démarrer un message"),), (("right", BLUE),)), "x"),
        (Signs((("prompt", "Envoyer un message à @Zoé"),), (), ("names",)), "discord"),
        (Signs((("prompt", "Envoyer un message #sorties"),), ()), "discord"),
        (Signs((("chat", "Zoé Aujourd’hui à 14:32"),), (), ("names",)), "discord"),
        (Signs((("header", "@zoe:example.org"),), (), ("names",)), "matrix"),
        (Signs((("prompt", "Envoyer un message…"),), (), ("quick",)), "tiktok"),
        (Signs((("panel", "Léo souhaite t’envoyer un message"),), ()), "tiktok"),
        (Signs((("panel", "Accept message request from Léo?"),), ()), "instagram"),
        (Signs((("prompt", "Message…"),), (), ("violets",)), "instagram"),
    ],
)
def test_signs_that_agree_name_the_app(signs: Signs, platform: Platform) -> None:
    assert platform_of(signs) == platform


@pytest.mark.parametrize(
    "signs",
    [
        Signs((), ()),
        Signs((("prompt", "Message"),), (("right", GREY),)),
        Signs((("prompt", "Votre message"),), ()),
        Signs((("prompt", "iMessage"),), (("right", GREEN),)),
        Signs((("header", "en ligne"),), (), ("ticks",)),
    ],
)
def test_signs_too_weak_or_at_odds_name_none(signs: Signs) -> None:
    assert platform_of(signs) == "unknown"


def test_a_time_with_ticks_is_told_from_a_bare_one() -> None:
    assert is_ticked("21:25 ✓✓")
    assert is_ticked("21:25 W/")
    assert not is_ticked("21:25")
