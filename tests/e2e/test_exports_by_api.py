"""Reports that a job makes, on the whole stack: asked for, downloaded by right and once by a link, cancelled, expired."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pymongo import MongoClient

from cairn_platform.mongo.connection import Document
from cairn_reporting.adapters.mongo.exports import EXPORTS_WORK
from cairn_reporting.settings import ReportingMongoSettings
from tests.support.quarry import known_skill
from tests.support.testbed import Api, Testbed
from tests.support.waiting import wait_until


def _started(hr: Api, report: str, **asked: Any) -> str:
    """The path of the job, below /api/v1."""
    answered = hr.request("POST", f"/reports/{report}/exports", params=asked)
    assert answered.status_code == 202, answered.text
    assert answered.json()["state"] == "running" and answered.json()["percent"] < 100
    return answered.headers["Location"].removeprefix("/api/v1")


def _done(hr: Api, path: str) -> Any:
    wait_until(lambda: hr.get(path)["percent"] == 100, what="the export")
    return hr.get(path)


def _rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def _lets_expire(mongo_url: str, export_id: str) -> None:
    """As if the days had passed for which it is kept."""
    over = datetime.now(tz=UTC) - timedelta(seconds=1)
    with MongoClient[Document](mongo_url) as client:
        database = client[ReportingMongoSettings().database]
        kept = database["report_exports"].update_one({"export_id": export_id}, {"$set": {"expires_at": over}})
        planned = database["due_schedule"].update_many(
            {"work": EXPORTS_WORK, "aggregate_id": export_id}, {"$set": {"due_at": over}}
        )
    assert (kept.modified_count, planned.modified_count) == (1, 1)


def test_a_report_is_made_by_a_job_and_kept_for_its_time(testbed: Testbed, mongo_url: str) -> None:
    hr = testbed.hr
    wait_until(
        lambda: hr.get("/reports/trends")["months"][-1]["figures"]["people_count"] == 10,
        what="the people's arrival in reporting",
    )
    skill_id = known_skill(testbed)
    gaps, trends, unwanted = (
        _started(hr, "skill-gaps", skill=f"{skill_id}:3", format="csv"),
        _started(hr, "trends", group_by="department"),
        _started(hr, "readiness"),
    )
    cancelled = hr.request("DELETE", unwanted).json()
    assert (cancelled["state"], cancelled["expires_at"]) == ("cancelled", None)
    assert hr.request("GET", f"{unwanted}/file").json()["reason"] == "EXPORT_NOT_READY"

    job = _done(hr, gaps)
    assert (job["state"], job["row_count"], job["report"]) == ("done", 1, "skill-gaps")
    (row,) = _rows(hr.request("GET", f"{gaps}/file"))
    assert (row["skill_id"], row["demanded"], row["short"]) == (skill_id, "10", "10")
    stranger = testbed.api("lead")
    assert stranger.request("GET", gaps).status_code == httpx.codes.NOT_FOUND

    assert _done(hr, trends)["row_count"] == 12
    link = testbed.gateway_url + hr.request("POST", f"{trends}/links").json()["path"]
    by_link = _rows(httpx.get(link, timeout=20))
    assert by_link == _rows(hr.request("GET", f"{trends}/file"))
    assert (by_link[-1]["group"], by_link[-1]["people_count"]) == ("yard", "10")
    assert httpx.get(link, timeout=20).status_code == httpx.codes.NOT_FOUND

    _lets_expire(mongo_url, job["export_id"])
    wait_until(lambda: hr.get(gaps)["state"] == "expired", what="the end of the export")
    gone = hr.request("GET", f"{gaps}/file")
    assert (gone.status_code, gone.json()["reason"]) == (httpx.codes.GONE, "EXPORT_GONE")
