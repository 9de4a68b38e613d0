"""The lines of a gap report in figures, of which reporting tells many the faster in columns."""

from collections.abc import Sequence

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.http.report_bodies import SkillGap, SkillGapGroup, SkillGapReport
from cairn_gateway.adapters.http.translation import answer


def in_figures(report: reporting.ReportSkillGapsResponse) -> SkillGapReport:
    """The report without people, told in columns or, by a reporting that does not know them yet, in lines."""
    if not report.HasField("columns"):
        groups = [answer(SkillGapGroup, group, gaps=_without_people(group.gaps)) for group in report.groups]
        return answer(SkillGapReport, report, gaps=_without_people(report.gaps), groups=groups)
    demands = report.columns.demands
    return answer(
        SkillGapReport,
        report,
        gaps=_lines(report.columns.in_all, demands),
        groups=[
            SkillGapGroup(
                group=group.group or None,
                people_count=group.people_count,
                gaps=_lines(group.figures, demands),
                hidden_count=group.hidden_count,
            )
            for group in report.columns.groups
        ],
    )


def _without_people(gaps: Sequence[reporting.SkillGap]) -> list[SkillGap]:
    return [answer(SkillGap, gap, short_people=[]) for gap in gaps]


def _lines(figures: reporting.SkillGapFigures, demands: Sequence[reporting.NamedDemand]) -> list[SkillGap]:
    named = [(each.skill_id, each.credential_id, each.name, each.required_level) for each in demands]
    lines = []
    for place, demanded, short in zip(figures.demand, figures.demanded, figures.short, strict=True):
        skill_id, credential_id, name, level = named[place]
        lines.append(
            SkillGap(
                skill_id=skill_id or None,
                credential_id=credential_id or None,
                name=name,
                required_level=level or None,
                demanded=demanded,
                supplied=demanded - short,
                short=short,
                short_people=[],
            )
        )
    return lines
