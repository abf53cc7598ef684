"""What witnesses write becomes the accounts they mean, and nothing makes the parser fall."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.formats import account_to_json
from vigie.linking.handles import handles
from vigie.linking.parse import LONGEST_CHARS, parse_account, parse_accounts, platform_named

WORDS = """
https:// tiktok.com /@lea snap insta sur c @ %40 % ?u= & # [ ] wa.me/ t.me/+ <@ > : _ . 75 léa
12345678901234567 👻 vnd.youtube: at:// ::1 [::1] xn-- 0639980012 point tiret
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\u200b", "\x00", "\ud800"])
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))
HINTS = st.one_of(st.none(), st.sampled_from(sorted(handles.all())), st.text(max_size=12))


@given(TEXTS, HINTS)
def test_any_text_gives_an_account_that_keeps_the_text(text: str, hint: str | None) -> None:
    account = parse_account(text, hint)

    assert account.text == text
    assert account_to_json(account)["kind"] == account.kind


@given(TEXTS, HINTS)
def test_accounts_are_named_each_once_and_in_canonical_form(text: str, hint: str | None) -> None:
    accounts = parse_accounts(text, hint)

    assert len(set(accounts)) == len(accounts)
    for account in accounts:
        assert account.kind != "none"
        assert account.handle is None or account.handle == account.handle.lower()
        assert account.platform is None or account.platform in handles.all()


@given(st.from_regex(r"[a-z][a-z0-9_]{3,12}[a-z0-9]", fullmatch=True))
def test_a_snapchat_name_is_the_same_by_link_and_by_word(name: str) -> None:
    by_link = parse_account(f"https://www.snapchat.com/add/{name}")

    by_hint = parse_account(f"@{name.upper()}", "snapchat")

    assert by_link.key == by_hint.key == f"snapchat:{name}"


def test_several_accounts_in_one_text_are_all_found_in_order() -> None:
    text = "sur insta il s'appelle lea_exemple et sur snap lea.ex75, son tel 06 39 98 00 12"

    accounts = parse_accounts(text)

    assert [account.key for account in accounts] == [
        "instagram:lea_exemple",
        "snapchat:lea.ex75",
        "phone:+33639980012",
    ]


def test_names_placed_by_sur_belong_to_the_platform_that_follows() -> None:
    accounts = parse_accounts("lea75 sur snap et lea.b sur insta")

    assert [account.key for account in accounts] == ["snapchat:lea75", "instagram:lea.b"]


def test_a_name_given_twice_is_found_once() -> None:
    accounts = parse_accounts("@lea.exemple sur tiktok https://www.tiktok.com/@lea.exemple")

    assert [account.key for account in accounts] == ["tiktok:lea.exemple"]


@pytest.mark.parametrize(
    "text",
    [
        "il m'a contacté sur snap et après il m'a demandé une photo",
        "il a 25 ans et son snap c'est pas le vrai",
        "je l'ai rencontré sur insta le 17/06/2020 à 18h30",
        "sur discord il dit qu'il a 17 ans",
        "bonjour",
        "j'ai bloqué son compte tiktok",
        "son snap ? je ne sais plus",
    ],
)
def test_a_platform_without_a_name_names_no_account(text: str) -> None:
    assert parse_account(text).kind == "none"


@pytest.mark.parametrize("link", ["https://[::1", "https://tiktok.com:99999999/@lea", "https://@/"])
def test_a_broken_link_names_no_account_and_raises_nothing(link: str) -> None:
    assert parse_account(link).handle in (None, "lea")


def test_what_the_text_says_is_stronger_than_the_hint() -> None:
    assert parse_account("son insta c'est lea_exemple", "snapchat").platform == "instagram"


def test_a_hint_that_is_no_platform_says_nothing() -> None:
    assert parse_account("@lea_exemple", "autre").platform is None
    assert platform_named("autre") is None


def test_an_age_after_a_name_is_not_part_of_the_name() -> None:
    assert parse_account("son snap lea_exemple 13 ans").handle == "lea_exemple"


def test_a_very_long_text_is_read_up_to_its_limit() -> None:
    assert parse_account("a " * LONGEST_CHARS).kind == "none"


@pytest.mark.parametrize(
    ("text", "hint", "key"),
    [
        ("snapchat lea exemple 75", None, "snapchat:leaexemple75"),
        ("son compte c'est lea_ex", None, "profile:lea_ex"),
        ("pseudo : lea", "snap", "snapchat:lea"),
        ("je crois que c'est lea.75", "insta", "instagram:lea.75"),
        ("lea75x (sur snap)", None, "snapchat:lea75x"),
        ("𝓵𝓮𝓪_ex sur snap", None, "snapchat:lea_ex"),
    ],
)
def test_a_name_is_found_among_the_words_of_a_witness(
    text: str, hint: str | None, key: str
) -> None:
    assert parse_account(text, hint).key == key


def test_one_name_given_for_two_platforms_is_two_accounts() -> None:
    accounts = parse_accounts("insta/snap : lea.exemple")

    assert [account.key for account in accounts] == [
        "instagram:lea.exemple",
        "snapchat:lea.exemple",
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("snap : lea .exemple", "snapchat:lea.exemple"),
        ("snap : lea_ exemple", "snapchat:lea_exemple"),
        ("snap lea petite exemple75", "snapchat:exemple75"),
        ("tiktok://www.tiktok.com/@lea.exemple", "tiktok:lea.exemple"),
        ("insta/discord : lea-exemple", None),
        ("discord/snap : lea-exemple", "snapchat:lea-exemple"),
    ],
)
def test_names_in_pieces_are_put_together_or_left(text: str, key: str | None) -> None:
    assert parse_account(text).key == key


def test_redirections_are_followed_three_deep_and_no_deeper() -> None:
    link = "https://www.tiktok.com/@lea.exemple"
    wrapped = [link]
    for _ in range(4):
        wrapped.append(f"https://l.instagram.com/?u={quote(wrapped[-1], safe='')}")

    found = [parse_account(each).key for each in wrapped]

    assert found == ["tiktok:lea.exemple"] * 4 + [None]


def test_a_redirection_within_its_own_host_is_followed() -> None:
    assert (
        parse_account("https://www.instagram.com/accounts/login?next=/lea_ex/").handle == "lea_ex"
    )
