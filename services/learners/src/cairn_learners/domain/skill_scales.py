"""The scales on which skills are assessed. What a level on one means on another is for reporting to say, by declared tables."""

from collections.abc import Mapping

PROFICIENCY = "proficiency"
"""Awareness, working, practitioner, expert: as the catalogue states levels."""

SCALES: Mapping[str, range] = {
    PROFICIENCY: range(1, 5),
    "one-to-five": range(1, 6),
    "zero-to-four": range(5),
    "one-to-hundred": range(1, 101),
}
"""The levels of each scale, the lowest first."""
