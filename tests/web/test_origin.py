"""A form is taken from our own pages only, and a testimony is never refused for an old browser."""

import pytest
from django.test import Client

OTHER = "https://ailleurs.example.org"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "anything"])
@pytest.mark.parametrize(("process", "path"), [("intake", "/raconter/"), ("desk", "/desk/")])
def test_what_a_browser_says_comes_from_elsewhere_is_refused(
    site: str, process: str, path: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(f"{process}_client")

    response = client.post(path, headers={"Sec-Fetch-Site": site})

    assert response.status_code == 403
    assert not response.cookies


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_forms_are_taken(site: str, intake_client: Client) -> None:
    response = intake_client.post("/raconter/", headers={"Sec-Fetch-Site": site})

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("null", 302),
        ("http://testserver", 302),
        ("https://testserver", 302),
        ("https://testserver.example.org", 403),
        ("testserver", 403),
        (OTHER, 403),
    ],
)
def test_a_browser_that_says_less_may_still_tell(
    origin: str, status: int, intake_client: Client
) -> None:
    old = Client()

    response = old.post("/raconter/", headers={"Origin": origin})

    assert response.status_code == status


def test_the_desk_behind_a_proxy_takes_its_own_forms(desk_client: Client) -> None:
    response = Client().post("/desk/connexion/", headers={"Origin": "https://testserver"})

    assert 'name="passphrase"' in response.content.decode()


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": OTHER}])
def test_the_desk_asks_for_more(headers: dict[str, str], desk_client: Client) -> None:
    response = Client().post("/desk/connexion/", headers=headers)

    assert response.status_code == 403


def test_reading_a_page_needs_no_origin(intake_client: Client) -> None:
    response = Client().get("/", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 200
