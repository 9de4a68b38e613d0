"""Exports of recertification: a report in parts that each tell of so many ends at the most."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cairn_reporting.application.recertification import RecertificationReport
from cairn_reporting.domain.recertification import RecertificationLine

_ENDS_IN_A_PART = 2000


def parts_of(report: RecertificationReport, *, grouped: bool) -> Iterator[tuple[RecertificationReport, int]]:
    """The lines of everybody or those of each group, and how many ends each part has; one part at least."""
    empty = replace(report, lines=(), groups=())
    if not (any(group.lines for group in report.groups) if grouped else report.lines):
        yield empty, 0
    elif grouped:
        for group in report.groups:
            for lines in _in_parts(group.lines):
                yield replace(empty, groups=[replace(group, lines=tuple(lines))]), _ends(lines)
    else:
        for lines in _in_parts(report.lines):
            yield replace(empty, lines=tuple(lines)), _ends(lines)


def _ends(lines: Sequence[RecertificationLine]) -> int:
    return sum(len(line.expiries) for line in lines)


def _in_parts(lines: Sequence[RecertificationLine]) -> Iterator[Sequence[RecertificationLine]]:
    """The lines, at most so many ends at a time; one that has more stands in several parts."""
    waiting: list[RecertificationLine] = []
    room = _ENDS_IN_A_PART
    for line in lines:
        left = line.expiries
        while True:
            waiting.append(replace(line, expiries=left[:room]))
            room, left = room - len(left[:room]), left[room:]
            if room:
                break
            yield waiting
            waiting, room = [], _ENDS_IN_A_PART
            if not left:
                break
    if waiting:
        yield waiting
