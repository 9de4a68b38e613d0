"""Reporting lines and departments: each member has at most one above, and going up never comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Hierarchy:
    """Who or what stands directly above each member; None at the top.

    Of people, `above_of` is the manager; of departments, the department that it is a part of. Who is `gone` stands in the line still,
    so that whoever is below keeps those above, but is nobody's member.
    """

    above_of: Mapping[str, str | None]
    gone: frozenset[str] = frozenset()

    def __contains__(self, member: object) -> bool:
        return member in self.above_of

    @cached_property
    def _directly_below(self) -> Mapping[str, list[str]]:
        below: dict[str, list[str]] = {}
        for member, above in self.above_of.items():
            if above is not None:
                below.setdefault(above, []).append(member)
        return below

    @property
    def with_somebody_below(self) -> frozenset[str]:
        """The members that somebody or something stands below."""
        return frozenset(member for member in self._directly_below if self.directly_below(member))

    def directly_below(self, member: str) -> frozenset[str]:
        """Who reports to a manager directly; what is a part of a department directly."""
        return frozenset(self._directly_below.get(member, ())) - self.gone

    def below(self, member: str) -> frozenset[str]:
        """Everybody or everything below, at any depth; never the member."""
        found: set[str] = set()
        waiting = [member]
        while waiting:
            for each in self._directly_below.get(waiting.pop(), ()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return frozenset(found - {member} - self.gone)

    def above(self, member: str) -> frozenset[str]:
        """Everybody or everything above, up to the top; never the member."""
        line: list[str] = []
        each = self.above_of.get(member)
        while each is not None:
            line.append(each)
            each = self.above_of.get(each)
        return frozenset(line)


def circle_closed_by(member: str, *, above: str | None, above_of: Mapping[str, str | None]) -> list[str]:
    """The line that would come back to `member` if `above` stood above it, from `member` to `member`; empty if none would."""
    line = [member]
    while above is not None and above not in line[1:]:
        line.append(above)
        if above == member:
            return line
        above = above_of.get(above)
    return []
