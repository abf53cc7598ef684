"""A NUL is answered in a sentence in every process, and never reaches the database."""

import pytest
from django.test import Client

from tests.scenes import Login


@pytest.mark.parametrize("path", ["/c/a%00b/", "/suivi/?once=%00", "/raconter/?%00=1", "/%00"])
def test_a_nul_in_an_address_of_intake_is_no_fault_of_ours(
    path: str, intake_client: Client
) -> None:
    assert intake_client.get(path).status_code == 400


def test_a_nul_that_a_witness_sends_is_taken_out_and_nothing_is_refused(
    intake_client: Client,
) -> None:
    response = intake_client.post("/raconter/", {"campaign": "a\0b", "once": "\0"})

    assert response.status_code == 302


@pytest.mark.parametrize("path", ["/desk/dossiers/D-%00/", "/desk/?severity=%00"])
def test_a_nul_in_an_address_of_the_desk_is_no_fault_of_ours(
    path: str, desk_client: Client, lead: Login
) -> None:
    assert desk_client.get(path).status_code == 400


def test_a_nul_in_a_form_of_the_desk_is_no_fault_of_ours(desk_client: Client) -> None:
    assert desk_client.post("/desk/connexion/", {"name": "a\0"}).status_code == 400
