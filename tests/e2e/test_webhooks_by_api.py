"""A receiver is told of a saved report that was made, on the whole stack, by messages that it can verify."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.support.quarry import known_skill
from tests.support.reporting.hooking import verified
from tests.support.reporting.webhook_receiver import LocalReceiver, local_receiver
from tests.support.testbed import Api, Testbed
from tests.support.waiting import wait_until


@contextmanager
def _told(hr: Api, receiver: LocalReceiver, *event_types: str) -> Iterator[str]:
    """The receiver is told until the end of the block; its secret."""
    draft = {"url": receiver.url, "description": "The warehouse", "event_types": event_types}
    made = hr.post("/webhooks", draft)
    path = f"/webhooks/{made['endpoint']['endpoint_id']}"
    try:
        yield made["secret"]
    finally:
        version = hr.request("GET", path).headers["ETag"]
        assert hr.request("DELETE", path, headers={"If-Match": version}).status_code == httpx.codes.NO_CONTENT


def _messages(receiver: LocalReceiver, secret: str) -> dict[str, dict[str, Any]]:
    """What was told, by its type; each signature is verified by Standard Webhooks' own code."""
    told = [verified(secret, each) for each in receiver.received]
    return {each["type"]: each["data"] for each in told}


def test_a_run_of_a_saved_report_is_told_to_a_receiver_that_verifies_it_and_takes_the_file(
    testbed: Testbed,
) -> None:
    hr = testbed.hr
    skill_id = known_skill(testbed)
    gaps = {"name": "Carving", "report": "skill-gaps", "query": {"skill": [f"{skill_id}:3"]}, "format": "csv"}
    with (
        local_receiver() as receiver,
        _told(hr, receiver, "saved_report.ready", "report_export.succeeded") as secret,
    ):
        saved = hr.post("/reports/saved", gaps)
        run = hr.post(f"/reports/saved/{saved['saved_report_id']}/runs", None, expect=202)
        wait_until(lambda: len(receiver.received) == 2, what="the messages")
        messages = _messages(receiver, secret)
    assert set(messages) == {"saved_report.ready", "report_export.succeeded"}
    assert {each["export_id"] for each in messages.values()} == {run["export"]["export_id"]}
    ready = messages["saved_report.ready"]
    assert ready["saved_report_id"] == saved["saved_report_id"]
    file = httpx.get(ready["links"]["file"], headers={"Authorization": f"Bearer {hr.token}"}, timeout=20)
    (row,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"), newline=""))
    assert (row["skill_id"], row["short"]) == (skill_id, row["demanded"])
    assert httpx.get(ready["links"]["file"], timeout=20).status_code == httpx.codes.UNAUTHORIZED
