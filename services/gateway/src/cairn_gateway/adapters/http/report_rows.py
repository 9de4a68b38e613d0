"""Reports as rows of tables, and what their columns mean."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from fastapi import APIRouter

from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.model import Answer, Day, Instant
from cairn_gateway.adapters.tables.columns import ColumnKind, columns_of


class GroupedRow(Answer):
    """A row about everybody, or about one group."""

    group: str | None = None
    """With `group_by`: what the people of the row have in common; empty for those of whom nothing is known."""
    group_name: str | None = None
    """The name of that department, role or manager; empty where the caller may not know it, or `group` is no id."""


class SkillGapRow(GroupedRow):
    """One line of a gap report."""

    skill_id: str | None
    """The skill; empty for a credential."""
    credential_id: str | None
    """The credential; empty for a skill."""
    name: str
    """The skill's or credential's name."""
    required_level: int | None
    """The level asked for, 1 to 4; empty for a credential."""
    demanded: int
    """How many people are asked for it: at every date by what roles ask for as known now, with `known_at` as known then."""
    supplied: int
    """How many of these have it at the report's date; credentials grant what is known now, with `known_at` what was known then."""
    short: int
    """How many have not: demanded less supplied."""


class ReadinessRow(Answer):
    """How ready one person is for one role."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; empty where the caller may not know it."""
    role_id: str
    """For which role: at every date by what it asks for as known now; with `known_at` as known then."""
    role_name: str
    """The role's name."""
    state: str
    """All requirements together: ready, ready_until, nearly, not_yet or blocked."""
    ready_until: Instant | None
    """Until when, for `ready_until`: the first instant at which the person is no longer ready, as things are known."""
    met_count: int
    """How many requirements are met."""
    requirement_count: int
    """How many requirements there are facts to judge by."""
    share: float
    """How much of what can be judged is met, 0 to 1."""
    explanation: str
    """The same as a sentence for people."""


class ReadinessFiguresRow(GroupedRow):
    """How many people are how ready, each for one role."""

    people_count: int
    """How many have a role to compare with. Who has several positions may stand in more than one group."""
    ready: int
    """How many are ready, for ever: at every date by what roles ask for as known now, with `known_at` as known then."""
    ready_until: int
    """How many are ready until an instant."""
    nearly: int
    """How many are nearly ready."""
    not_yet: int
    """How many are not yet ready."""
    blocked: int
    """How many lack a licence or degree."""


class ExpiryRow(GroupedRow):
    """When somebody's credential ends or ended."""

    credential_id: str
    """The credential."""
    credential_name: str
    """Its name."""
    person_id: str
    """Who holds or held it."""
    person_name: str | None
    """Given name and family name; empty where the caller may not know it."""
    achievement_id: str
    """By which achievement: the one that counts the longest."""
    last_valid_on: Day
    """The last day that counts."""
    valid_until: Instant
    """The first instant that no longer counts."""
    lapsed: bool
    """It is over."""
    suspended: bool
    """It does not count for a while; it has not lapsed."""
    in_grace: bool
    """Its validity is over and may still be renewed; it has not lapsed, and counts where the policy says that the grace does."""
    renewal_cost_currency: str | None
    """The currency of `renewal_cost_minor_units` (ISO 4217); empty where the catalogue does not say what a renewal costs."""
    renewal_cost_minor_units: int | None
    """What renewing it once costs by the catalogue, in the currency's minor unit."""


class TrendRow(GroupedRow):
    """The people at one month's end."""

    month: str
    """YYYY-MM, in UTC."""
    ahead: bool
    """The month is not over yet: then it is as if nobody renewed and nothing was added."""
    people_count: int | None = None
    """How many people they are."""
    compared_count: int | None = None
    """Of how many a role was found to be ready for."""
    ready: int | None = None
    """How many of these are ready: in each month by what roles ask for as known now, with `known_at` as known then."""
    gaps_open: int | None = None
    """How many things are asked of one of the people who has it not: in each month by what is asked as known now, or at `known_at`."""
    gaps_opened: int | None = None
    """How many of these were none at the end of the month before."""
    gaps_closed: int | None = None
    """How many gaps of then are none any more, while the same is asked of the same person."""
    gaps_gone: int | None = None
    """How many gaps of then are asked for no more, of this person among these people."""
    credentials_valid: int | None = None
    """How many credentials these people hold."""
    credentials_gained: int | None = None
    """How often one of them began to count within the month."""
    credentials_lapsed: int | None = None
    """How often one of them ceased to count within the month."""


class PipelineRow(Answer):
    """Who is on the way to one role."""

    role_id: str
    """The role: at every date by what it asks for as known now; with `known_at` as known then."""
    role_name: str
    """Its name."""
    people_count: int
    """How many people are compared with it."""
    ready: int
    """How many are ready."""
    ready_by_plan: int
    """How many will be, within the months asked for, by the plan that they are on."""
    nearly: int
    """How many are nearly ready."""
    not_yet: int
    """How many are not yet ready."""
    blocked: int
    """How many lack a licence or degree."""


class WorthRow(Answer):
    """What one credential was worth."""

    credential_id: str
    """The credential."""
    credential_name: str
    """Its name."""
    gained: int
    """How often it was gained within the days: verified, however late, and counting from one of these days on."""
    cost_currency: str | None
    """The currency of `cost_minor_units` (ISO 4217); empty where the cost is nothing or unknown."""
    cost_minor_units: int | None
    """What getting it that often costs by the catalogue, in the currency's minor unit."""
    is_free: bool
    """Getting it costs nothing."""
    gaps_closed: int
    """How many gaps it closed."""
    promotions_followed: int
    """How many promotions within the days followed it."""
    held: int
    """How many people hold it at the end of the last day."""
    is_used: bool
    """A role that somebody of the tenant has or aims at uses it."""


class SupposedGapRow(Answer):
    """One line of a gap, without and with what is supposed."""

    skill_id: str | None
    """The skill; empty for a credential."""
    credential_id: str | None
    """The credential; empty for a skill."""
    name: str
    """The skill's or credential's name."""
    required_level: int | None
    """The level asked for, 1 to 4; empty for a credential."""
    demanded_before: int
    """How many people are asked for it without what is supposed."""
    short_before: int
    """How many of these have it not."""
    demanded: int
    """How many people are asked for it with what is supposed."""
    short: int
    """How many of these have it not."""


class ReadinessChangeRow(Answer):
    """Somebody who starts or stops being ready by what is supposed."""

    change: str
    """`starts` or `stops` being ready."""
    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; empty where the caller may not know it."""
    role_id: str
    """For which role."""
    role_name: str
    """The role's name."""
    before: str
    """Without what is supposed: ready, ready_until, nearly, not_yet or blocked."""
    after: str
    """The same with it."""
    explanation: str
    """How it is with it, as a sentence for people."""


class ReportName(StrEnum):
    """A report that a job can make and that can be saved."""

    SKILL_GAPS = "skill-gaps"
    READINESS = "readiness"
    RECERTIFICATION = "recertification"
    TRENDS = "trends"
    PIPELINE = "pipeline"
    WORTH = "worth"


class TableName(StrEnum):
    """A table that a report can be had as. Readiness and what-if come as two, for people and for figures."""

    SKILL_GAPS = "skill-gaps"
    READINESS = "readiness"
    READINESS_FIGURES = "readiness-figures"
    RECERTIFICATION = "recertification"
    TRENDS = "trends"
    PIPELINE = "pipeline"
    WORTH = "worth"
    WHAT_IF_GAPS = "what-if-gaps"
    WHAT_IF_READINESS = "what-if-readiness"


ROWS: Mapping[TableName, type[Answer]] = {
    TableName.SKILL_GAPS: SkillGapRow,
    TableName.READINESS: ReadinessRow,
    TableName.READINESS_FIGURES: ReadinessFiguresRow,
    TableName.RECERTIFICATION: ExpiryRow,
    TableName.TRENDS: TrendRow,
    TableName.PIPELINE: PipelineRow,
    TableName.WORTH: WorthRow,
    TableName.WHAT_IF_GAPS: SupposedGapRow,
    TableName.WHAT_IF_READINESS: ReadinessChangeRow,
}


RowT = TypeVar("RowT", bound=Answer)


def rows_from(schema: type[RowT], items: Iterable[Answer]) -> list[RowT]:
    """The rows that these parts of a report make, field by field of the same name."""
    return [schema.model_validate(each, from_attributes=True) for each in items]


class ColumnDefinition(Answer):
    """What one column of a report's table means."""

    name: str
    """Its name."""
    kind: ColumnKind
    """What its cells are; each may be empty."""
    definition: str
    """What they say."""


class ReportColumns(Answer):
    """What the columns of a report's table mean."""

    columns: list[ColumnDefinition]
    """In the table's order."""


router = APIRouter(tags=["reports"])


@router.get(
    "/reports/{report}/columns",
    operation_id="listReportColumns",
    summary="List what a report's columns mean",
)
async def list_report_columns(_upstream: Asking, report: TableName) -> ReportColumns:
    """The columns of the report as a file, with the definition of each. A file names its own in the header `Link`."""
    return ReportColumns(
        columns=[
            ColumnDefinition(name=each.name, kind=each.kind, definition=each.definition)
            for each in columns_of(ROWS[report])
        ]
    )
