"""Whom a caller may ask about. Who is outside the reach is not there for this caller."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cairn_platform.identity import Principal, require_any_role
from cairn_reporting.application.errors import AccountNotYetKnownError, NoPersonError
from cairn_reporting.application.lines import Lines, LinesOfFacts, has_more_below
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.units import Units, units_of
from cairn_reporting.domain.workforce import Person

EMPLOYEE = "employee"
MANAGER = "manager"
HR = "hr"
HR_PARTNER = "hr-partner"
TENANT_ADMIN = "tenant-admin"
ANALYST = "analyst"

SMALL_TEAM = 200
"""So many people are looked at one by one in a moment."""


@dataclass(frozen=True)
class Reach:
    """Whom the caller may ask about: who is `named` by id, everybody where that is None, and beside them whoever works in the `units`.

    Who does not see persons gets figures about many, and no ids. `teams_lent` are the managers for whom the caller stands in: their teams
    may be asked about, they themselves may not.
    """

    named: frozenset[str] | None
    sees_persons: bool = True
    teams_lent: frozenset[str] = frozenset()
    units: Units | None = None

    @cached_property
    def person_ids(self) -> frozenset[str] | None:
        """The ids of all of them; None: everybody in the tenant. An index of who works where answers without."""
        if self.named is None or self.units is None:
            return self.named
        return self.named | self.units.person_ids

    def covers(self, person_id: str) -> bool:
        """The caller may ask about this person."""
        return self.person_ids is None or person_id in self.person_ids

    def narrowed_to(self, person_ids: Iterable[str]) -> frozenset[str]:
        """Those of the people whom the caller may ask about."""
        return frozenset(person_id for person_id in person_ids if self.covers(person_id))

    def shows_department(self, department_id: str) -> bool:
        """The caller may ask by this department: whoever has units, and leads nobody beside, only by these."""
        leads_nobody = self.named is not None and len(self.named) == 1
        return self.units is None or not leads_nobody or department_id in self.units.department_ids


def reach_of(*, principal: Principal, facts: Facts, lines: Lines | None = None) -> Reach:
    """hr and tenant-admin reach everybody; hr-partner the given units; a manager the own line at any depth.

    Everybody reaches oneself, and the line of whom they stand in for, but by it nobody who is above them. `lines` say the same as
    the facts, without looking at them.
    """
    require_any_role(principal, EMPLOYEE, MANAGER, HR, HR_PARTNER, TENANT_ADMIN)
    if not principal.roles.isdisjoint({HR, TENANT_ADMIN}):
        return Reach(named=None)
    person = own_person(principal=principal, facts=facts)
    lines = lines or LinesOfFacts(facts)
    units = units_of(person.person_id, facts=facts, lines=lines) if HR_PARTNER in principal.roles else None
    line = lines.everybody_below(person.person_id) if MANAGER in principal.roles else frozenset[str]()
    own = line | {person.person_id}
    managers = frozenset(facts.stood_in_for(person.person_id))
    if not managers:
        return Reach(named=own, units=units)
    lent = frozenset[str]().union(*map(lines.everybody_below, managers))
    named = own | (lent - lines.everybody_above(person))
    return Reach(named=named, teams_lent=managers, units=units)


def reach_for_figures(*, principal: Principal, facts: Facts, lines: Lines | None = None) -> Reach:
    """Like `reach_of`; beside that, an analyst reaches everybody without seeing persons."""
    if ANALYST in principal.roles and principal.roles.isdisjoint({HR, TENANT_ADMIN}):
        return Reach(named=None, sees_persons=False)
    return reach_of(principal=principal, facts=facts, lines=lines)


def may_reach_many(*, principal: Principal, facts: Facts) -> bool:
    """Not who reaches a small team alone, or oneself."""
    if not principal.roles.isdisjoint({HR, TENANT_ADMIN, ANALYST, HR_PARTNER}):
        return True
    person = facts.person_of_account(principal.subject)
    if person is None:
        return False
    leading = {*facts.stood_in_for(person.person_id)}
    if MANAGER in principal.roles:
        leading.add(person.person_id)
    return has_more_below(leading, than=SMALL_TEAM, facts=facts)


def own_person(*, principal: Principal, facts: Facts) -> Person:
    """Whom the caller's account belongs to.

    Raises AccountNotYetKnownError for an employee or manager, whose account is on its way here, and
    NoPersonError for who has only a role that works without a person, such as an API client of HR.
    """
    person = facts.person_of_account(principal.subject)
    if person is not None:
        return person
    if principal.roles.isdisjoint({EMPLOYEE, MANAGER}):
        raise NoPersonError
    raise AccountNotYetKnownError
