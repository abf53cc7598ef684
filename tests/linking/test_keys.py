"""The index says nothing without its key, and the public page of an account is known."""

import pytest

from vigie.kernel.accounts import Account
from vigie.kernel.errors import BadInput
from vigie.linking.addresses import profile_url
from vigie.linking.keys import INDEX_BYTES, blind_index
from vigie.linking.parse import parse_account

KEY = bytes(range(32))


def test_two_ways_of_writing_one_account_share_an_index() -> None:
    link = parse_account("https://www.tiktok.com/@Lea.Exemple?lang=fr")
    words = parse_account("sur tiktok c'est lea.exemple")

    assert blind_index(KEY, link) == blind_index(KEY, words)
    assert len(blind_index(KEY, link)) == INDEX_BYTES


def test_another_key_or_another_platform_gives_another_index() -> None:
    tiktok = parse_account("@lea.exemple", "tiktok")
    snapchat = parse_account("@lea.exemple", "snapchat")

    assert (
        len({blind_index(KEY, tiktok), blind_index(b"x", tiktok), blind_index(KEY, snapchat)}) == 3
    )


def test_the_index_of_nobody_is_refused() -> None:
    with pytest.raises(BadInput, match="names no account"):
        blind_index(KEY, parse_account("https://vm.tiktok.com/ZMexemple1/"))


def test_the_page_of_an_account_is_found_by_handle_by_number_or_not_at_all() -> None:
    assert profile_url(parse_account("@lea_ex", "x")) == "https://x.com/lea_ex"
    assert profile_url(parse_account("https://x.com/i/user/12")) == "https://x.com/i/user/12"
    assert profile_url(parse_account("06 39 98 00 12", "whatsapp")) is None
    assert profile_url(Account("@lea")) is None
