"""A gap report in figures alone, which reporting tells in columns."""

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway

_FRESHNESS = reporting.Freshness(as_of=Timestamp(seconds=1))
_COLUMNS = reporting.ReportSkillGapsResponse(
    people_count=5,
    freshness=_FRESHNESS,
    columns=reporting.SkillGapColumns(
        demands=[
            reporting.NamedDemand(skill_id="sql", name="SQL", required_level=3),
            reporting.NamedDemand(credential_id="pmp", name="PMP"),
        ],
        in_all=reporting.SkillGapFigures(demand=[1, 0], demanded=[4, 5], short=[3, 0]),
        groups=[
            reporting.SkillGapGroupColumns(
                group="",
                people_count=2,
                hidden_count=1,
                figures=reporting.SkillGapFigures(demand=[0], demanded=[2], short=[1]),
            )
        ],
    ),
)
_LINES = reporting.ReportSkillGapsResponse(
    people_count=5,
    freshness=_FRESHNESS,
    gaps=[
        reporting.SkillGap(
            credential_id="pmp", name="PMP", demanded=4, supplied=1, short=3, short_person_ids=["ada"]
        ),
        reporting.SkillGap(skill_id="sql", name="SQL", required_level=3, demanded=5, supplied=5),
    ],
    groups=[
        reporting.SkillGapGroup(
            people_count=2,
            hidden_count=1,
            gaps=[
                reporting.SkillGap(
                    skill_id="sql", name="SQL", required_level=3, demanded=2, supplied=1, short=1
                )
            ],
        )
    ],
)
_SQL: dict[str, object] = {
    "skill_id": "sql",
    "credential_id": None,
    "name": "SQL",
    "required_level": 3,
    "short_people": [],
}
_PMP: dict[str, object] = {
    "skill_id": None,
    "credential_id": "pmp",
    "name": "PMP",
    "required_level": None,
    "short_people": [],
}


@pytest.mark.parametrize("told", [_COLUMNS, _LINES], ids=["in columns", "by an older reporting in lines"])
def test_figures_alone_name_nobody(
    gateway: Gateway, services: FakeServices, told: reporting.ReportSkillGapsResponse
) -> None:
    services.replies["ReportSkillGaps"] = lambda _: told
    report = gateway.client.get("/api/v1/reports/skill-gaps", params={"figures_only": "true"}).json()
    assert services.only("ReportSkillGaps").request.as_columns
    assert report["gaps"] == [
        _PMP | {"demanded": 4, "supplied": 1, "short": 3},
        _SQL | {"demanded": 5, "supplied": 5, "short": 0},
    ]
    assert report["groups"] == [
        {
            "group": None,
            "group_name": None,
            "people_count": 2,
            "hidden_count": 1,
            "gaps": [_SQL | {"demanded": 2, "supplied": 1, "short": 1}],
        }
    ]


def test_a_file_is_made_of_columns(gateway: Gateway, services: FakeServices) -> None:
    services.replies["ReportSkillGaps"] = lambda _: _COLUMNS
    path = "/api/v1/reports/skill-gaps"
    told = gateway.client.get(path, params={"group_by": "location"}, headers={"Accept": "text/csv"}).text
    assert services.only("ReportSkillGaps").request.as_columns
    assert told.splitlines()[1:] == [",,sql,,SQL,3,2,1,1"]
