"""The public journal: what outsiders keep, and hold the house to."""

import json
from datetime import datetime, timedelta

from django.test import Client

from tests.flows.custody.invented_log import grow
from tests.web.reading_pages import text_of
from vigie.evidence.logs import contradiction
from vigie.evidence.verdicts import check_paper
from vigie.flows.custody import publish_log
from vigie.flows.place import installation
from vigie.flows.worker import Worker
from vigie.store.custody import LogHead


def publish(worker: Worker, now: datetime, days: int) -> None:
    """A hundred acts a day, and a published head a day."""
    for day in range(days):
        grow(worker, now + timedelta(days=day), 100)
        publish_log(now + timedelta(days=day))
        grow(worker, now + timedelta(days=day), 1)


def test_before_anything_is_published_the_page_says_so(
    partners_client: Client, worker: Worker, now: datetime
) -> None:
    grow(worker, now, 50)

    page = text_of(partners_client.get("/journal/"))

    assert "Rien n'est encore publié" in page
    assert partners_client.get("/journal/vigie.json").status_code == 404
    assert "50" not in page


def test_heads_of_two_days_hold_each_other(
    partners_client: Client, worker: Worker, now: datetime
) -> None:
    publish(worker, now, 1)
    old = json.loads(partners_client.get("/journal/vigie.json").content)
    publish(worker, now + timedelta(days=1), 3)

    new = json.loads(partners_client.get("/journal/vigie.json").content)
    size = old["heads"][0]["size"]
    proof = json.loads(partners_client.get(f"/journal/depuis/{size}.json").content)

    log_public = bytes.fromhex(installation().log_public)
    assert all(check_paper(each, log_public, None).valid for each in (old, new, proof))
    assert len(new["heads"]) == 4
    assert proof["old"] == old["heads"][0]
    assert contradiction([old, new, proof]) is None


def test_the_page_shows_seals_and_sizes_and_no_hour(
    partners_client: Client, worker: Worker, now: datetime
) -> None:
    publish(worker, now, 2)

    page = partners_client.get("/journal/").content.decode()

    newest = LogHead.objects.filter(published=True).order_by("-size")[:1].get()
    assert bytes(newest.root).hex()[:16] in page
    assert installation().log_public in page
    assert ":00" not in page


def test_no_head_but_the_published_ones_can_be_asked_for(
    partners_client: Client, worker: Worker, now: datetime
) -> None:
    publish(worker, now, 1)
    grow(worker, now, 3)

    sizes = LogHead.objects.filter(published=False).values_list("size", flat=True)

    codes = {partners_client.get(f"/journal/depuis/{size}.json").status_code for size in sizes}
    assert codes == {404}
