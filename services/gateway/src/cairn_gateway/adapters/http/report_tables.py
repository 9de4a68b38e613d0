"""The reports on gaps, readiness and recertification as tables."""

from collections.abc import AsyncIterator, Iterable, Sequence

from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.model import Answer
from cairn_gateway.adapters.http.report_answers import (
    readiness_page,
    readiness_with_figures,
    recertification,
    skill_gaps,
)
from cairn_gateway.adapters.http.report_bodies import (
    GapsQuery,
    ReadinessFigures,
    ReadinessGroup,
    ReadinessPage,
    ReadinessQuery,
    ReadinessReportQuery,
    RecertificationLine,
    RecertificationQuery,
    RecertificationReport,
    SkillGapReport,
)
from cairn_gateway.adapters.http.report_files import ReportTable, once
from cairn_gateway.adapters.http.report_parts import Freshness
from cairn_gateway.adapters.http.report_rows import (
    ROWS,
    ExpiryRow,
    ReadinessFiguresRow,
    ReadinessRow,
    SkillGapRow,
    TableName,
    rows_from,
)

# What one call of reporting gives at the most.
_PEOPLE_AT_ONCE = 500


async def skill_gaps_table(upstream: Upstream, query: GapsQuery) -> ReportTable:
    """A row for each line of everybody or, with `group_by`, of each group."""
    report = await skill_gaps(upstream, query.model_copy(update={"figures_only": True}))
    return table_of(
        TableName.SKILL_GAPS,
        report.freshness,
        once(gap_rows(report, grouped=query.group_by is not None)),
    )


async def readiness_table(upstream: Upstream, query: ReadinessReportQuery) -> ReportTable:
    """A row for each person; with `group_by` a row for each group, with `figures_only` alone one for everybody."""
    if query.group_by is None and not query.figures_only:
        return await _people_table(upstream, query)
    report = await readiness_with_figures(upstream, query.model_copy(update={"figures_only": True}))
    rows = figures_rows(report.figures, report.groups, grouped=query.group_by is not None)
    return table_of(TableName.READINESS_FIGURES, report.freshness, once(rows))


async def _people_table(upstream: Upstream, query: ReadinessQuery) -> ReportTable:
    """Everybody, whatever page is asked for; all for the one instant that the first page was true for."""
    first = await readiness_page(
        upstream, query.model_copy(update={"limit": _PEOPLE_AT_ONCE, "cursor": None})
    )
    return table_of(TableName.READINESS, first.freshness, _readiness_rows(upstream, query, first=first))


def figures_rows(
    total: ReadinessFigures | None, groups: Iterable[ReadinessGroup], *, grouped: bool
) -> list[ReadinessFiguresRow]:
    """How ready everybody is, or each group; none where the caller may not be told."""
    if not grouped:
        return rows_from(ReadinessFiguresRow, [total] if total else [])
    return [
        ReadinessFiguresRow(group=each.group, group_name=each.group_name, **each.figures.model_dump())
        for each in groups
    ]


async def recertification_table(upstream: Upstream, query: RecertificationQuery) -> ReportTable:
    """A row for each end that the report names of everybody or, with `group_by`, of each group."""
    report = await recertification(upstream, query.model_copy(update={"figures_only": False}))
    return table_of(
        TableName.RECERTIFICATION,
        report.freshness,
        once(expiry_rows(report, grouped=query.group_by is not None)),
    )


def gap_rows(report: SkillGapReport, *, grouped: bool) -> list[SkillGapRow]:
    """The lines of everybody or those of each group."""
    if not grouped:
        return rows_from(SkillGapRow, report.gaps)
    return [
        row.model_copy(update=each.named())
        for each in report.groups
        for row in rows_from(SkillGapRow, each.gaps)
    ]


async def _readiness_rows(
    upstream: Upstream, query: ReadinessQuery, *, first: ReadinessPage
) -> AsyncIterator[Sequence[ReadinessRow]]:
    page = first
    yield rows_from(ReadinessRow, page.items)
    while page.next_cursor:
        asked = {"limit": _PEOPLE_AT_ONCE, "cursor": page.next_cursor, "as_of": first.freshness.as_of}
        page = await readiness_page(upstream, query.model_copy(update=asked))
        yield rows_from(ReadinessRow, page.items)


def expiry_rows(report: RecertificationReport, *, grouped: bool) -> list[ExpiryRow]:
    """The ends that the report names of everybody or of each group."""
    if not grouped:
        return _ends(report.lines)
    return [row.model_copy(update=each.named()) for each in report.groups for row in _ends(each.lines)]


def _ends(lines: Iterable[RecertificationLine]) -> list[ExpiryRow]:
    return [
        ExpiryRow(
            credential_id=line.credential_id,
            credential_name=line.credential_name,
            renewal_cost_currency=line.renewal_cost.currency if line.renewal_cost else None,
            renewal_cost_minor_units=line.renewal_cost.minor_units if line.renewal_cost else None,
            **expiry.model_dump(),
        )
        for line in lines
        for expiry in line.expiries
    ]


def table_of(name: TableName, freshness: Freshness, batches: AsyncIterator[Sequence[Answer]]) -> ReportTable:
    """The rows as a table that says how fresh it is."""
    return ReportTable(
        name=name,
        schema=ROWS[name],
        batches=batches,
        as_of=freshness.as_of,
        fresh_as_of=freshness.fresh_as_of,
    )
