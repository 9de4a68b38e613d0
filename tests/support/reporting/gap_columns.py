"""Reads a gap report that came in columns as the lines that it stands for."""

from cairn.reporting.v1 import reporting_service_pb2 as contract


def lines_told(answer: contract.ReportSkillGapsResponse) -> contract.ReportSkillGapsResponse:
    """The same answer in lines."""
    columns = answer.columns
    told = contract.ReportSkillGapsResponse()
    told.CopyFrom(answer)
    told.ClearField("columns")
    told.gaps.extend(_lines(columns.in_all, columns))
    for group in columns.groups:
        told.groups.add(
            group=group.group,
            people_count=group.people_count,
            hidden_count=group.hidden_count,
            gaps=_lines(group.figures, columns),
        )
    return told


def _lines(figures: contract.SkillGapFigures, columns: contract.SkillGapColumns) -> list[contract.SkillGap]:
    return [
        contract.SkillGap(
            skill_id=columns.demands[place].skill_id,
            credential_id=columns.demands[place].credential_id,
            name=columns.demands[place].name,
            required_level=columns.demands[place].required_level,
            demanded=demanded,
            supplied=demanded - short,
            short=short,
        )
        for place, demanded, short in zip(figures.demand, figures.demanded, figures.short, strict=True)
    ]
