"""In which order the members of a line or a tree are moved, so that it holds after each of them."""

from collections.abc import Iterable, Mapping


def top_down(members: Iterable[str], *, above_of: Mapping[str, str | None]) -> list[str]:
    """The members, each behind whoever or whatever stands above it, by the line as it will be.

    Then nothing ever stands below what is not there yet, and nothing that is moved closes a circle on the way.
    """
    depth: dict[str, int] = {}

    def depth_of(member: str) -> int:
        line: list[str] = []
        above: str | None = member
        while above is not None and above not in depth and above not in line:
            line.append(above)
            above = above_of.get(above)
        reached = depth[above] if above is not None and above in depth else 0
        for each in reversed(line):
            reached += 1
            depth[each] = reached
        return depth[member]

    return sorted(members, key=depth_of)
