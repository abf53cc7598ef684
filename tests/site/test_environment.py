"""The `VIGIE_*` variables: strictly parsed, and an unknown one stops the start."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.errors import Misconfigured
from vigie.site.environment import DECLARED, Environment, read_environment


def test_nothing_given_is_a_complete_environment() -> None:
    found = read_environment({"HOME": "/nowhere", "LANG": "C"})

    assert found.process == "tools"
    assert found.data == Path("data").absolute()
    assert found.upload_limit_bytes == 200_000_000
    assert found.database["ENGINE"] == "vigie.store.sqlite"
    assert found.worker_secret is None
    assert not found.demo


@pytest.mark.parametrize("name", ["VIGIE_DATABASE", "VIGIE_", "VIGIE_DEMO_", "VIGIE_data"])
def test_an_unknown_variable_stops_the_start_and_names_the_known_ones(name: str) -> None:
    with pytest.raises(Misconfigured, match="is not a setting of Vigie") as stopped:
        read_environment({name: "1"})

    assert name in str(stopped.value)
    assert "VIGIE_DATABASE_URL" in str(stopped.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("VIGIE_PROCESS", "everything"),
        ("VIGIE_PROCESS", ""),
        ("VIGIE_DEMO", "yes"),
        ("VIGIE_DEMO", ""),
        ("VIGIE_UPLOAD_LIMIT_MB", "0"),
        ("VIGIE_UPLOAD_LIMIT_MB", "-1"),
        ("VIGIE_UPLOAD_LIMIT_MB", "1.5"),
        ("VIGIE_UPLOAD_LIMIT_MB", "²"),
        ("VIGIE_DATABASE_URL", "mysql://a:b@localhost/c"),
        ("VIGIE_DATABASE_URL", "postgresql://a:b@localhost"),
        ("VIGIE_DATABASE_URL", "sqlite:///vigie"),
        ("VIGIE_WORKER_SECRET_FILE", "/nowhere/at/all"),
        ("VIGIE_TIMESTAMP_URLS", "http://tsa.example.org"),
        ("VIGIE_TIMESTAMP_URLS", "ftp://tsa.example.org"),
        ("VIGIE_TIMESTAMP_URLS", "tsa.example.org"),
        ("VIGIE_TIMESTAMP_URLS", "http://"),
        ("VIGIE_TIMESTAMP_URLS", "http://tsa.example.org:99999/"),
        ("VIGIE_TIMESTAMP_URLS", "http://user:secret@tsa.example.org"),
        ("VIGIE_TIMESTAMP_URLS", "http://tsa.example.org/a b"),
        ("VIGIE_TIMESTAMP_URLS", "http://a.example.org,,http://b.example.org"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_its_variable(name: str, text: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        read_environment({name: text})


def test_a_postgresql_address_is_taken_apart() -> None:
    address = "postgresql://vigie:p%40ss@db.example.org:5433/la%20base"

    found = read_environment({"VIGIE_DATABASE_URL": address}).database

    assert (found["USER"], found["PASSWORD"]) == ("vigie", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", "5433", "la base")


def test_timestamp_authorities_are_listed_with_their_roots() -> None:
    urls = " http://tsa.example.org/tsr ,https://heure.example.org:8443"
    given = {"VIGIE_TIMESTAMP_URLS": urls, "VIGIE_TIMESTAMP_ROOTS": "roots.pem"}

    found = read_environment(given)

    assert found.timestamp_urls == (
        "http://tsa.example.org/tsr",
        "https://heure.example.org:8443",
    )
    assert found.timestamp_roots == Path("roots.pem").absolute()
    assert read_environment({}).timestamp_urls == ()


@pytest.mark.parametrize(
    ("urls", "said"),
    [
        ("http://tsa.example.org/a,https://TSA.example.org/b", "the same authority twice"),
        ("ftp://tsa.example.org", "give addresses like"),
        ("http://" + "a" * 201, "give addresses like"),
    ],
)
def test_a_list_of_authorities_is_strict_even_with_roots(urls: str, said: str) -> None:
    with pytest.raises(Misconfigured, match=said):
        read_environment({"VIGIE_TIMESTAMP_URLS": urls, "VIGIE_TIMESTAMP_ROOTS": "roots.pem"})


def test_sqlite_is_durable_and_forgetful() -> None:
    options = read_environment({}).database["OPTIONS"]

    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]
    assert "secure_delete=ON" in options["init_command"]


def test_a_secret_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("quatre pommes\n")

    assert read_environment({"VIGIE_WORKER_SECRET_FILE": str(file)}).worker_secret == (
        "quatre pommes"
    )


@given(st.sampled_from(sorted(DECLARED)), st.text())
def test_any_text_gives_an_environment_or_one_clear_sentence(name: str, text: str) -> None:
    try:
        found: object = read_environment({name: text})
    except Misconfigured as stopped:
        found = str(stopped)

    assert isinstance(found, Environment) or name in str(found)
