"""A gap report in columns: what lines are about is named once, and a line is three numbers."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_reporting.adapters.grpc.answers import demand_parts, freshness_message
from cairn_reporting.application.skill_gaps import SkillGapReport
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.gaps import Gap

# Thousands of lines: taken apart without a step of Python for each.
_DEMAND, _DEMANDED, _SHORT = map(attrgetter, ("demand", "demanded", "short"))
_Places = Mapping[SkillDemand | CredentialDemand, int]


def skill_gap_columns(report: SkillGapReport) -> contract.ReportSkillGapsResponse:
    """The gap of a set of people, without who is short."""
    return contract.ReportSkillGapsResponse(
        columns=_columns(report),
        hidden_count=report.hidden_count,
        people_count=report.people_count,
        without_role_count=report.without_role_count,
        freshness=freshness_message(report.freshness),
    )


def _columns(report: SkillGapReport) -> contract.SkillGapColumns:
    # Where nothing of all is hidden, the lines of all are about everything that a group's are about.
    telling = _every_lines(report) if report.hidden_count else (report.gaps,)
    named = {gap.demand: gap.name for lines in telling for gap in lines}
    places = {demand: place for place, demand in enumerate(named)}
    return contract.SkillGapColumns(
        demands=[_named(demand, name) for demand, name in named.items()],
        in_all=_figures(report.gaps, places),
        groups=[
            contract.SkillGapGroupColumns(
                group=group.group,
                people_count=group.people_count,
                figures=_figures(group.gaps, places),
                hidden_count=group.hidden_count,
            )
            for group in report.groups
        ],
    )


def _every_lines(report: SkillGapReport) -> Iterable[Sequence[Gap]]:
    """Also what is hidden in all may be shown of a group, and the other way round."""
    return (report.gaps, *(group.gaps for group in report.groups))


def _figures(gaps: Sequence[Gap], places: _Places) -> contract.SkillGapFigures:
    return contract.SkillGapFigures(
        demand=map(places.__getitem__, map(_DEMAND, gaps)),
        demanded=map(_DEMANDED, gaps),
        short=map(_SHORT, gaps),
    )


def _named(demand: SkillDemand | CredentialDemand, name: str) -> contract.NamedDemand:
    skill_id, credential_id, level = demand_parts(demand)
    return contract.NamedDemand(
        skill_id=skill_id, credential_id=credential_id, name=name, required_level=level
    )
