"""What would become of gaps and readiness if something happened."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from cairn.reporting.v1 import what_if_pb2 as contract
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_files import (
    FILES_DESCRIBED,
    FileFormat,
    FormatQuery,
    ReportTable,
    file_answer,
    once,
    wanted_format,
)
from cairn_gateway.adapters.http.report_parts import Freshness, ReadinessState, RoleChoice
from cairn_gateway.adapters.http.report_rows import (
    ReadinessChangeRow,
    SupposedGapRow,
    TableName,
    rows_from,
)
from cairn_gateway.adapters.http.report_tables import table_of
from cairn_gateway.adapters.http.translation import answer
from cairn_gateway.adapters.http.translation import request as question


class PeopleSet(Draft):
    """A set of people: all conditions hold at once; none means everybody in the caller's reach."""

    person_ids: Annotated[list[str], Field(max_length=500, default_factory=list)]
    """Only these people."""
    department_id: str | None = None
    """Only in this department or one below it."""
    without_sub_departments: bool = False
    """With `department_id`: only in this department itself."""
    team_id: str | None = None
    """Only who is led by this manager."""
    include_sub_teams: bool = False
    """With `team_id`: everybody below the manager, not only who reports directly."""
    role_id: str | None = None
    """Only whose position names this role."""
    location: str | None = None
    """Only who works at this location."""
    hired_from: Day | None = None
    """A cohort: only who was hired on this day or later."""
    hired_until: Day | None = None
    """Only who was hired on this day or earlier."""


class SupposedLapse(Draft):
    """These people do not renew a credential: it ends for them by the instant of the report."""

    credential_id: str
    """The credential."""
    people: PeopleSet | None = None
    """Whose; null means everybody in the caller's reach."""


class SupposedCompletion(Draft):
    """These people complete something by the instant of the report."""

    path_id: str | None = None
    """A learning path: every credential that its steps ask for is then verified and counts."""
    credential_ids: Annotated[list[str], Field(max_length=50, default_factory=list)]
    """In the place of a path: these credentials."""
    people: PeopleSet | None = None
    """Who; null means everybody in the caller's reach."""


class WhatIfDraft(Draft):
    """What is asked, and what is supposed."""

    people: PeopleSet | None = None
    """About whom; null means everybody in the caller's reach. What is supposed may touch at most 2000 of them."""
    role_id: str | None = None
    """For this role, whatever the people's own are; null means by `role_choice`."""
    role_choice: RoleChoice | None = None
    """For which of each person's roles; null is the own role for gaps, for readiness the target role, else the next rung, else the own."""
    as_of: Instant | None = None
    """The instant to answer for, not in the past and not after 2099; null means now."""
    leaving_person_ids: Annotated[list[str], Field(max_length=500, default_factory=list)]
    """These people leave before the day of the report."""
    lapses: Annotated[list[SupposedLapse], Field(max_length=50, default_factory=list)]
    """Renewals that lapse."""
    completions: Annotated[list[SupposedCompletion], Field(max_length=50, default_factory=list)]
    """What is completed."""


class SupposedGap(Answer):
    """One line of a gap, as it would be otherwise and as it becomes."""

    skill_id: str | None
    """The skill; null for a credential."""
    credential_id: str | None
    """The credential; null for a skill."""
    name: str
    """The skill's or credential's name."""
    required_level: int | None
    """The level asked for, 1 to 4; null for a credential."""
    demanded_before: int
    """How many people are asked for it without what is supposed."""
    short_before: int
    """How many of these have it not."""
    demanded: int
    """How many people are asked for it with what is supposed."""
    short: int
    """How many of these have it not."""


class ReadinessChange(Answer):
    """Somebody who starts or stops being ready."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    role_id: str
    """For which role."""
    role_name: str
    """The role's name."""
    before: ReadinessState
    """Without what is supposed."""
    after: ReadinessState
    """With it."""
    explanation: str
    """How it is with it, as a sentence for people."""


class WhatIfReport(Answer):
    """What would become of it."""

    gaps: list[SupposedGap]
    """The largest shortage first, then by name and level."""
    starts: list[ReadinessChange]
    """Who starts being ready, by person id."""
    stops: list[ReadinessChange]
    """Who stops being ready, by person id; who leaves is not among them."""
    people_count_before: int
    """How many people it is about without what is supposed."""
    people_count: int
    """How many with it."""
    freshness: Freshness
    """How fresh the answer is."""


class WhatIfTable(StrEnum):
    """What a file has."""

    GAPS = "gaps"
    READINESS = "readiness"


class WhatIfQuery(FormatQuery):
    """How the answer is sent."""

    table: WhatIfTable = WhatIfTable.GAPS
    """What a file has a row for: each line of the gap, before and after, or each person who starts or stops being ready."""


router = APIRouter(tags=["reports"])


@router.post(
    "/reports/what-if",
    operation_id="reportWhatIf",
    summary="Report what would be",
    response_model=WhatIfReport,
    responses=responses(404, 406, 409) | FILES_DESCRIBED,
)
async def report_what_if(
    upstream: Asking, request: Request, draft: WhatIfDraft, query: Annotated[WhatIfQuery, Query()]
) -> WhatIfReport | Response:
    """What the gap of people becomes, and who starts or stops being ready, if renewals lapse, people leave or paths are completed.

    Nothing is stored. A file has the lines of the gap or, with `table=readiness`, the people.
    """
    wanted = wanted_format(query, request)
    report = await _what_if(upstream, draft)
    if wanted is FileFormat.JSON:
        return report
    return await file_answer(wanted, _table(report, query.table))


async def _what_if(upstream: Upstream, draft: WhatIfDraft) -> WhatIfReport:
    async with locating(in_body()):
        report = await upstream.report(
            upstream.what_if.ReportWhatIf, question(draft, contract.ReportWhatIfRequest)
        )
    changes = [*report.starts, *report.stops]
    names = await people_names(upstream, (change.person_id for change in changes))

    def named(each: contract.ReadinessChange) -> ReadinessChange:
        return answer(ReadinessChange, each, person_name=names.get(each.person_id))

    return answer(
        WhatIfReport,
        report,
        starts=[named(each) for each in report.starts],
        stops=[named(each) for each in report.stops],
    )


def _table(report: WhatIfReport, table: WhatIfTable) -> ReportTable:
    if table is WhatIfTable.GAPS:
        return table_of(
            TableName.WHAT_IF_GAPS, report.freshness, once(rows_from(SupposedGapRow, report.gaps))
        )
    rows = [*_changes("starts", report.starts), *_changes("stops", report.stops)]
    return table_of(TableName.WHAT_IF_READINESS, report.freshness, once(rows))


def _changes(change: str, people: Sequence[ReadinessChange]) -> list[ReadinessChangeRow]:
    return [ReadinessChangeRow(change=change, **each.model_dump()) for each in people]
