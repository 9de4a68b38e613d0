"""The facts of a tenant as a scenario would make them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from cairn_reporting.application.ports import Facts, Lag, LatestEvent, PeopleSelection
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.assessments import Assessment
from cairn_reporting.domain.careers import Career
from cairn_reporting.domain.catalogue import Credential, Ladder, Path, Role, Skill, Stack
from cairn_reporting.domain.settings import ReportSettings
from cairn_reporting.domain.what_if import Scenario, after_lapsing, after_leaving, earned_by
from cairn_reporting.domain.workforce import Department, Person


class SupposedFacts:
    """Like the facts that they are made from, but that the scenario has come true by the instant."""

    def __init__(self, facts: Facts, *, scenario: Scenario, at: datetime) -> None:
        self._facts = facts
        self._scenario = scenario
        self._at = at

    def latest_event(self) -> LatestEvent | None:
        """The latest event that is known of the tenant; None where there is none."""
        return self._facts.latest_event()

    def lag(self) -> Lag | None:
        """How far all that is known is behind; None where nobody measured it yet."""
        return self._facts.lag()

    def person_of_account(self, account_subject: str) -> Person | None:
        """Whom the account belongs to."""
        return self._facts.person_of_account(account_subject)

    def people(self, selection: PeopleSelection) -> Sequence[Person]:
        """The people who fit, by person id."""
        return self._supposed(self._facts.people(selection))

    def careers(self, selection: PeopleSelection, *, since: date | None) -> Sequence[Career]:
        """What people did when, by person id."""
        return [
            replace(each, present=after_leaving(each.present, scenario=self._scenario, at=self._at))
            for each in self._facts.careers(selection, since=since)
        ]

    def had_begun_by(self, day: date) -> bool:
        """Somebody worked here on this day or before, whatever is supposed."""
        return self._facts.had_begun_by(day)

    def led_by(self, manager_ids: Collection[str]) -> Sequence[Person]:
        """Who reports directly to one of these people, by person id."""
        return self._supposed(self._facts.led_by(manager_ids))

    def stood_in_for(self, person_id: str) -> Sequence[str]:
        """The managers whose lines are in this person's hands today, by id."""
        return self._facts.stood_in_for(person_id)

    def responsible_for(self, person_id: str) -> Sequence[str]:
        """The departments for which this person is responsible as HR today, by id, without those below them."""
        return self._facts.responsible_for(person_id)

    def departments(self) -> Sequence[Department]:
        """Every department and what it was a part of when, by id."""
        return self._facts.departments()

    def achievements(
        self, *, person_ids: Collection[str], credential_id: str | None = None
    ) -> Sequence[Achievement]:
        """Whatever these people claimed, and what they are supposed to earn, by id."""
        told = self._facts.achievements(person_ids=person_ids, credential_id=credential_id)
        kept = [after_lapsing(each, scenario=self._scenario, at=self._at) for each in told]
        earned = [
            each
            for person_id in person_ids
            for each in earned_by(person_id, scenario=self._scenario, at=self._at)
            if credential_id in {None, each.credential_id}
        ]
        return sorted([*kept, *earned], key=lambda each: each.achievement_id)

    def assessments(self, *, person_ids: Collection[str]) -> Sequence[Assessment]:
        """Whatever was said about these people's skills, withdrawn or not, by id."""
        return self._facts.assessments(person_ids=person_ids)

    def settings(self) -> ReportSettings:
        """How the tenant wants its reports made; the defaults where it has said nothing."""
        return self._facts.settings()

    def roles(self, role_ids: Collection[str]) -> Mapping[str, Role]:
        """The roles with these ids, by id."""
        return self._facts.roles(role_ids)

    def ladders(self) -> Sequence[Ladder]:
        """Every ladder, by id."""
        return self._facts.ladders()

    def credentials(self, credential_ids: Collection[str]) -> Mapping[str, Credential]:
        """The credentials with these ids, by id."""
        return self._facts.credentials(credential_ids)

    def every_stack(self) -> Mapping[str, Stack]:
        """All stacks, by id."""
        return self._facts.every_stack()

    def stacks(self, stack_ids: Collection[str]) -> Mapping[str, Stack]:
        """The stacks with these ids, by id."""
        return self._facts.stacks(stack_ids)

    def paths(self, path_ids: Collection[str]) -> Mapping[str, Path]:
        """The learning paths with these ids, by id."""
        return self._facts.paths(path_ids)

    def skills(self, skill_ids: Collection[str]) -> Mapping[str, Skill]:
        """The skills with these ids, by id."""
        return self._facts.skills(skill_ids)

    def _supposed(self, people: Sequence[Person]) -> Sequence[Person]:
        return [after_leaving(each, scenario=self._scenario, at=self._at) for each in people]
