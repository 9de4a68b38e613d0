"""What a tenant may settle about its reports."""

from dataclasses import dataclass, field

from cairn_reporting.domain.assessments import AssessmentRules

MOST_SMALLEST_CELL = 1000


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """Whose assessments hold, and how many people a figure is about at least where the viewer has no right to see persons."""

    rules: AssessmentRules = field(default_factory=AssessmentRules)
    smallest_cell: int = 5

    def __post_init__(self) -> None:
        if not 1 <= self.smallest_cell <= MOST_SMALLEST_CELL:
            raise ValueError(f"The smallest cell is one of 1 to {MOST_SMALLEST_CELL} people.")


DEFAULT_SETTINGS = ReportSettings()
