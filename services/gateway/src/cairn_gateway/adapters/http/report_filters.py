"""Whose report it is and when: the part of the query that all reports share, and how it is asked of reporting."""

from typing import Annotated

from google.protobuf.timestamp_pb2 import Timestamp
from pydantic import Field

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.http.locating import in_query
from cairn_gateway.adapters.http.model import Day, Instant
from cairn_gateway.adapters.http.report_files import FormatQuery
from cairn_gateway.adapters.http.report_parts import Dimension, RoleChoice
from cairn_gateway.adapters.http.translation import number, word


class WhoseFilters(FormatQuery):
    """Whose report it is: all conditions hold at once; none means everybody in the caller's reach."""

    department_id: str | None = None
    """Only in this department or one below it."""
    without_sub_departments: bool = False
    """With `department_id`: only in this department itself."""
    location: str | None = None
    """Only who works at this location."""
    hired_from: Day | None = None
    """A cohort: only who was hired on this day or later."""
    hired_until: Day | None = None
    """Only who was hired on this day or earlier."""
    team_id: str | None = None
    """Only who is led by this manager."""
    include_sub_teams: bool = False
    """With `team_id`: everybody below the manager, not only who reports directly."""
    people_role_id: str | None = None
    """Only whose position names this role."""
    person_id: Annotated[list[str], Field(max_length=500, default_factory=list)]
    """Only these people."""
    known_at: Instant | None = None
    """What was known at this instant; without it what is known now. Whom one may ask about goes by today's rights."""


class PeopleFilters(WhoseFilters):
    """Whose report it is, and at which instant."""

    as_of: Instant | None = None
    """The instant to answer for, such as 2026-06-30T23:59:59Z, from 1900 to 2099; without it: now. In the future: if nobody renews."""


PARAMETERS = {"people.role_id": "people_role_id", "people.person_ids": "person_id", "states": "state"}
"""The parameters that are not named like their fields in reporting's requests."""

IN_QUERY = in_query(PARAMETERS)
"""Names the fields of reporting's requests as the queries do."""


def people_filter(query: WhoseFilters) -> reporting.PeopleFilter:
    """The same as reporting is asked."""
    return reporting.PeopleFilter(
        person_ids=query.person_id,
        department_id=query.department_id or "",
        team_id=query.team_id or "",
        include_sub_teams=query.include_sub_teams,
        role_id=query.people_role_id or "",
        without_sub_departments=query.without_sub_departments,
        location=query.location or "",
        hired_from=query.hired_from.isoformat() if query.hired_from else "",
        hired_until=query.hired_until.isoformat() if query.hired_until else "",
    )


def stamp(instant: Instant | None) -> Timestamp | None:
    """The instant as the contracts carry it; None leaves it to the report."""
    if instant is None:
        return None
    filled = Timestamp()
    filled.FromDatetime(instant)
    return filled


def role_choice_number(choice: RoleChoice | None) -> reporting.RoleChoice.ValueType:
    """The contract's number for a choice; 0 leaves it to the report."""
    return reporting.RoleChoice.ValueType(number(reporting.RoleChoice.DESCRIPTOR, choice))


def dimension_named(value: int) -> Dimension | None:
    """The dimension of the contract's number; None for none."""
    named = word(reporting.Dimension.DESCRIPTOR, value)
    return Dimension(named) if named else None


def dimension_number(dimension: Dimension | None) -> reporting.Dimension.ValueType:
    """The contract's number for a dimension; 0 is none."""
    return reporting.Dimension.ValueType(number(reporting.Dimension.DESCRIPTOR, dimension))
