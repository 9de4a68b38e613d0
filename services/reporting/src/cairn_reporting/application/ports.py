"""What the use cases need from outside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.allowances import Allowance
from cairn_reporting.domain.assessments import Assessment
from cairn_reporting.domain.careers import Career
from cairn_reporting.domain.catalogue import Credential, Ladder, Path, Role, Skill, Stack
from cairn_reporting.domain.plans import Enrolment
from cairn_reporting.domain.settings import ReportSettings
from cairn_reporting.domain.workforce import Department, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSelection:
    """All conditions hold at once; None is no condition, an empty set fits nobody."""

    person_ids: frozenset[str] | None = None
    department_ids: frozenset[str] | None = None
    role_id: str | None = None
    manager_ids: frozenset[str] | None = None

    def fits(self, person: Person) -> bool:
        """All of it is true of the person."""
        return (
            (self.person_ids is None or person.person_id in self.person_ids)
            and (self.department_ids is None or not self.department_ids.isdisjoint(person.department_ids))
            and (self.role_id is None or self.role_id in person.role_ids)
            and (self.manager_ids is None or person.manager_id in self.manager_ids)
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """What a tenant settled about its reports, and which version of it this is; 0 for the defaults."""

    settings: ReportSettings
    version: int


class SettingsStore(Protocol):
    """What one tenant settled about its reports."""

    def load(self) -> Settled:
        """What is settled; the defaults, as version 0, where nothing is."""

    def save(self, settled: Settled) -> bool:
        """Stores a version in the place of the one before it; False where that is not what is there."""


@dataclass(frozen=True, slots=True)
class LatestEvent:
    """The latest event of a tenant by when it happened, and its id; no id where others followed it and only the instant is asked for."""

    happened_at: datetime
    event_id: str | None


@dataclass(frozen=True, slots=True)
class Lag:
    """How many events, of all tenants, had not arrived in the facts yet when that was last measured."""

    events: int
    measured_at: datetime


class Facts(Protocol):
    """What the events told so far of one tenant, and of the public catalogue with the tenant's own entries in
    front.

    An entry of the tenant stands in the place of a public one with the same id. Ids that nothing is known of
    are left out of what is returned.
    """

    def latest_event(self) -> LatestEvent | None:
        """The latest event that is known of the tenant; None where there is none."""

    def lag(self) -> Lag | None:
        """How far all that is known is behind; None where nobody measured it yet."""

    def person_of_account(self, account_subject: str) -> Person | None:
        """Whom the account belongs to."""

    def people(self, selection: PeopleSelection) -> Sequence[Person]:
        """The people who fit, by person id."""

    def careers(self, selection: PeopleSelection, *, since: date | None) -> Sequence[Career]:
        """What people did when, by person id: of everybody who fits on some day from `since` on, None: on any, and maybe of others.

        It is true of the days from `since` on.
        """

    def had_begun_by(self, day: date) -> bool:
        """Somebody worked here on this day or before; also true where it is of somebody not known since when, and where nobody is known."""

    def led_by(self, manager_ids: Collection[str]) -> Sequence[Person]:
        """Who reports directly to one of these people, by person id."""

    def stood_in_for(self, person_id: str) -> Sequence[str]:
        """The managers whose lines are in this person's hands today, by id."""

    def responsible_for(self, person_id: str) -> Sequence[str]:
        """The departments for which this person is responsible as HR today, by id, without those below them."""

    def departments(self) -> Sequence[Department]:
        """Every department and what it was a part of when, by id."""

    def achievements(
        self, *, person_ids: Collection[str], credential_id: str | None = None
    ) -> Sequence[Achievement]:
        """Whatever these people claimed, whether decided or not, by id; with `credential_id`, of that credential only."""

    def assessments(self, *, person_ids: Collection[str]) -> Sequence[Assessment]:
        """Whatever was said about these people's skills, withdrawn or not, by id."""

    def settings(self) -> ReportSettings:
        """How the tenant wants its reports made; the defaults where it has said nothing."""

    def roles(self, role_ids: Collection[str]) -> Mapping[str, Role]:
        """The roles with these ids, by id."""

    def ladders(self) -> Sequence[Ladder]:
        """Every ladder, by id."""

    def credentials(self, credential_ids: Collection[str]) -> Mapping[str, Credential]:
        """The credentials with these ids, by id."""

    def every_stack(self) -> Mapping[str, Stack]:
        """All stacks, by id."""

    def stacks(self, stack_ids: Collection[str]) -> Mapping[str, Stack]:
        """The stacks with these ids, by id."""

    def paths(self, path_ids: Collection[str]) -> Mapping[str, Path]:
        """The learning paths with these ids, by id."""

    def skills(self, skill_ids: Collection[str]) -> Mapping[str, Skill]:
        """The skills with these ids, by id."""


class Enrolments(Protocol):
    """What the people of one tenant are to learn."""

    def of_people(self, person_ids: Collection[str]) -> Sequence[Enrolment]:
        """Every enrolment of these people, taken back or not, by id."""

    def allowances(self, person_ids: Collection[str]) -> Sequence[Allowance]:
        """What was granted to these people, taken back or not, by id."""


class EnrolmentsOf(Protocol):
    """Where the enrolments of a tenant come from."""

    def __call__(self, tenant_id: str, *, known_at: datetime | None = None) -> Enrolments:
        """What is known of the tenant, or what was known of it then."""


class FactsOf(Protocol):
    """Where the facts of a tenant come from."""

    def __call__(self, tenant_id: str, *, known_at: datetime | None = None) -> Facts:
        """What is known of the tenant, or what was known of it then."""
