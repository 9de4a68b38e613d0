"""The scales on which skills are assessed, and the declared table by which each of them means a proficiency level.

Where a scale is coarser or finer than the four levels, a table rounds down: an assessment never says more than was meant.
"""

from collections.abc import Mapping

SCALES: Mapping[str, Mapping[int, int]] = {
    # Awareness, working, practitioner, expert: as the catalogue states levels.
    "proficiency": {1: 1, 2: 2, 3: 3, 4: 4},
    # The lower two of five steps are both a beginner's.
    "one-to-five": {1: 1, 2: 1, 3: 2, 4: 3, 5: 4},
    # Nought is not at all.
    "zero-to-four": {0: 0, 1: 1, 2: 2, 3: 3, 4: 4},
    # Quarters.
    "one-to-hundred": {points: 1 + (points - 1) // 25 for points in range(1, 101)},
}


def proficiency_level(*, scale_id: str, value: int) -> int:
    """The level, 1 to 4, that a value of the scale means; 0 for not at all. Raises ValueError for what the scale does not have."""
    table = SCALES.get(scale_id)
    if table is None:
        raise ValueError(f"There is no scale {scale_id}.")
    if value not in table:
        raise ValueError(f"The scale {scale_id} has no {value}.")
    return table[value]
