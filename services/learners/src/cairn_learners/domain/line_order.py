"""In which order people are moved in the line, so that it holds after each of them."""

from collections.abc import Iterable, Mapping


def top_down(person_ids: Iterable[str], *, manager_of: Mapping[str, str | None]) -> list[str]:
    """The people, managers before those whom they lead, by the line as it will be.

    Then nobody is ever led by somebody who is not there yet, and none who is moved closes a circle on the way.
    """
    depth: dict[str, int] = {}

    def depth_of(person_id: str) -> int:
        line: list[str] = []
        above: str | None = person_id
        while above is not None and above not in depth and above not in line:
            line.append(above)
            above = manager_of.get(above)
        reached = depth[above] if above is not None and above in depth else 0
        for each in reversed(line):
            reached += 1
            depth[each] = reached
        return depth[person_id]

    return sorted(person_ids, key=depth_of)
