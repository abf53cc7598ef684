"""Sources are told apart and not named."""

import pytest

from tests.site.test_bridge import Headers, Scope
from vigie.site.sources import source_mark, source_of


@pytest.mark.parametrize(
    ("client", "forwarded", "source"),
    [
        ("192.0.2.7:4000", "", "192.0.2.7"),
        ("192.0.2.7:4000", "198.51.100.1", "192.0.2.7"),
        ("127.0.0.1:4000", "", "127.0.0.1"),
        ("127.0.0.1:4000", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("[::1]:4000", "made up", "::1"),
        ("", "198.51.100.1", ""),
        ("unix", "198.51.100.1", ""),
    ],
)
def test_the_source_is_the_nearest_address_or_what_a_proxy_here_says(
    client: str, forwarded: str, source: str
) -> None:
    assert source_of(client, forwarded) == source


def test_one_household_with_ipv6_is_one_source() -> None:
    one, other = (source_of(f"[2001:db8:1:2::{end}]:9", "") for end in ("1", "ffff:1"))

    assert one == other
    assert one != source_of("[2001:db8:1:3::1]:9", "")


def test_a_mark_tells_two_sources_apart_and_names_neither() -> None:
    one, again, other = (
        source_mark(Scope(Headers([]), client=client))
        for client in ("192.0.2.7:1", "192.0.2.7:2", "192.0.2.8:1")
    )

    assert one == again
    assert one != other
    assert "192.0.2" not in one
