"""What an app lays over a chat is no turn; the same words in a bubble are."""

from tests.reading.screenshots.drawn import HIGH, PAGE, WIDE, Screen
from vigie.reading.engines import Line
from vigie.reading.screenshots import read_screenshot

PILL = (235, 235, 240)


def _centred(screen: Screen, words: str, top: int) -> Screen:
    return screen.text(words, (WIDE - 12 * len(words)) // 2, top)


def _chat() -> Screen:
    screen = Screen().fill((0, 140, WIDE, 142), (180, 180, 180)).text("Maëlys", 120, 80)
    return screen.bubble("Salut toi", "left", 600).bubble("Bonjour", "right", 700)


def _said(screen: Screen) -> list[str]:
    return [turn.text for turn in read_screenshot(screen.pixels, screen).turns]


def test_a_request_with_its_buttons_is_no_turn() -> None:
    screen = _centred(_chat(), "Accepter la demande de message de Maëlys ?", 1250)
    screen = screen.text("Si vous acceptez, cette personne pourra vous appeler", 40, 1300)

    screen.text("Bloquer", 60, 1400).text("Supprimer", 300, 1400).text("Accepter", 560, 1400)

    assert _said(screen) == ["Salut toi", "Bonjour"]


def test_the_words_of_a_request_in_a_bubble_are_a_turn() -> None:
    screen = _chat().bubble("Léo veut te parler", "left", 1200).bubble("Accepter", "right", 1300)

    said = _said(screen)

    assert said == ["Salut toi", "Bonjour", "Léo veut te parler", "Accepter"]


def test_the_card_of_the_other_person_is_no_turn() -> None:
    screen = _centred(_centred(_chat(), "Maëlys", 380), "484 abonnements 624 abonnés", 430)

    said = _said(screen)

    assert said == ["Salut toi", "Bonjour"]


def test_the_buttons_about_a_stranger_below_a_header_are_no_turn() -> None:
    screen = _chat().text("SIGNALER UN SPAM", 60, 160).text("AJOUTER UN CONTACT", 420, 160)

    said = _said(screen)

    assert said == ["Salut toi", "Bonjour"]


def test_a_row_of_quick_answers_ends_the_chat() -> None:
    screen = _chat().fill((60, HIGH - 90, 660, HIGH - 20), PILL).text("Message", 90, HIGH - 70)
    for place in range(4):
        left = 30 + 95 * place
        screen.fill((left, HIGH - 150, left + 78, HIGH - 102), PILL)
        screen.fill((left + 26, HIGH - 139, left + 52, HIGH - 113), (250, 200, 40))

    said = _said(screen)

    assert said == ["Salut toi", "Bonjour"]


def test_a_state_of_sending_by_text_message_is_no_turn() -> None:
    screen = _chat().text("Envoyé comme SMS", 500, 770)

    said = _said(screen)

    assert said == ["Salut toi", "Bonjour"]


def test_a_notice_in_a_fill_in_the_middle_is_nobody_s() -> None:
    words = "You turned on disappearing messages."
    wide = 12 * len(words) + 40
    left = (WIDE - wide) // 2

    screen = (
        _chat().fill((left, 800, left + wide, 850), (250, 235, 200)).text(words, left + 20, 810)
    )

    turns = read_screenshot(screen.pixels, screen).turns
    assert [(turn.side, turn.kind) for turn in turns][-1] == ("centre", "system")


def test_a_count_of_unread_chats_beside_the_arrow_leaves_the_title() -> None:
    screen = Screen().fill((0, 240, WIDE, 242), (180, 180, 180)).text("Maëlys", 324, 200)
    screen = screen.fill((50, 130, 124, 180), (0, 122, 255)).text("10", 75, 140)
    screen = screen.bubble("Salut toi", "left", 600).bubble("Bonjour", "right", 700)

    read = read_screenshot(screen.pixels, screen)

    assert read.title == "Maëlys"
    assert [turn.text for turn in read.turns] == ["Salut toi", "Bonjour"]


def test_small_words_in_an_outline_above_a_bubble_are_quoted() -> None:
    screen = Screen().bubble("Salut toi", "left", 600).bubble("Bonjour", "right", 700)
    screen = screen.fill((20, 800, 180, 840), (190, 190, 190)).fill((22, 802, 178, 838), PAGE)
    screen.pixels[812:828, 46:154:6] = (120, 120, 120)
    screen.lines_drawn.append(Line("Salut toi", (46, 809, 154, 831), 0.9))

    screen.bubble("Ah bon", "left", 850)

    assert _said(screen) == ["Salut toi", "Bonjour", "Ah bon"]
