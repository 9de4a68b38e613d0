"""How large a report may be."""

from collections.abc import Iterable, Mapping

from cairn_reporting.application.errors import ReportTooLargeError, TooManyEndsError
from cairn_reporting.domain.gaps import ComparedPerson, gap_demands

MOST_CELLS = 1_000_000
_COLUMNS = 8
MOST_ENDS = 100_000
"""With ids as long as Cairn's these are some 13 MB of an answer; the gateway takes 32 MiB."""


def check_size(groups: Mapping[str, Iterable[str]], compared: Mapping[str, ComparedPerson]) -> None:
    """Raises ReportTooLargeError where the lines of all groups would have more than a million cells, before any of them is computed."""
    demands_of_role = {
        role.role_id: frozenset(gap_demands([role])) for person in compared.values() for role in person.roles
    }
    lines = 0
    for person_ids in groups.values():
        role_ids = {role.role_id for each in person_ids for role in compared[each].roles}
        lines += len(frozenset[object]().union(*(demands_of_role[each] for each in role_ids)))
    check_lines(lines)


def check_lines(lines: int) -> None:
    """Raises ReportTooLargeError where so many lines would have more than a million cells."""
    if lines * _COLUMNS > MOST_CELLS:
        raise ReportTooLargeError(cells=lines * _COLUMNS, most=MOST_CELLS)


def check_ends(ends: int) -> None:
    """Raises TooManyEndsError where one answer would tell of more ends of certifications than it may hold."""
    if ends > MOST_ENDS:
        raise TooManyEndsError(ends=ends, most=MOST_ENDS)
