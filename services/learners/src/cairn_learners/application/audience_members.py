"""Who is in audiences: read for many people at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cairn_learners.application.audience_ports import AudienceScope
from cairn_learners.domain.achievements import Decision
from cairn_learners.domain.assignments import Assignment, Audience
from cairn_learners.domain.dynamic_audiences import DynamicAudience
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.membership import Membership, lineage, membership
from cairn_learners.domain.people import Person
from cairn_learners.domain.periods import Period
from cairn_learners.domain.person_attributes import ValueKind, attribute_of
from cairn_learners.domain.reach import Reach
from cairn_learners.domain.rules import PersonKnown, Rule, conditions_of


@dataclass(frozen=True)
class Surveyed:
    """What it takes to say who is in some audiences: read once, asked for many people."""

    scope: AudienceScope
    dynamic: Mapping[str, DynamicAudience]

    @cached_property
    def _departments(self) -> Hierarchy:
        return self.scope.store.department_tree()

    @cached_property
    def _credential_ids(self) -> frozenset[str]:
        return credentials_in(each.rule for each in self.dynamic.values())

    def known(self, people: Sequence[Person]) -> list[PersonKnown]:
        """What rules look at of these people."""
        counting = self._counting(people, self._credential_ids)
        return [
            PersonKnown(
                person=each,
                managers_above=lineage(each.manager_id, tree=self.scope.lines),
                departments=frozenset().union(
                    *(
                        lineage(position.department_id, tree=self._departments)
                        for position in each.profile.positions
                    )
                ),
                counting=counting.get(each.person_id, {}),
            )
            for each in people
        ]

    def membership(self, audience: Audience, known: PersonKnown) -> Membership:
        """Whether the person is in the audience now, and when time may change that."""
        return membership(audience, known=known, dynamic=self.dynamic, now=self.scope.now)

    def _counting(
        self, people: Sequence[Person], credential_ids: frozenset[str]
    ) -> Mapping[str, dict[str, list[Period]]]:
        if not credential_ids:
            return {}
        found: dict[str, dict[str, list[Period]]] = {}
        everyone = [each.person_id for each in people]
        for each in self.scope.store.achievements_of(everyone, credential_ids=credential_ids):
            if each.decision is Decision.VERIFIED:
                found.setdefault(each.person_id, {}).setdefault(each.credential_id, []).extend(each.periods)
        return found


def surveyed(scope: AudienceScope, audiences: Iterable[Audience]) -> Surveyed:
    """What it takes to say who is in these audiences."""
    ids = {each for audience in audiences for each in audience.dynamic_ids}
    return Surveyed(scope, scope.store.dynamic_audiences(ids) if ids else {})


def surveyed_rule(scope: AudienceScope, audience: DynamicAudience) -> Surveyed:
    """What it takes to say of whom the rule of this audience is true, saved or not."""
    return Surveyed(scope, {audience.audience_id: audience})


def members_of(scope: AudienceScope, audience: Audience, *, reach: Reach) -> list[Person]:
    """Everybody in the audience whom the caller may lead, in order of their ids. Who is named and is not there is left out."""
    if audience.is_direct:
        below = scope.lines.below if audience.include_sub_teams else scope.lines.directly_below
        named = set(audience.person_ids) - scope.lines.gone
        meant = named.union(*(below(each) for each in audience.team_ids))
        found = scope.store.people(each for each in meant if reach.may_lead(each))
        return [found[each] for each in sorted(found)]
    survey = surveyed(scope, [audience])
    people = [each for each in scope.store.everybody() if reach.may_lead(each.person_id)]
    return [each.person for each in survey.known(people) if survey.membership(audience, each).is_in]


def credentials_in(rules: Iterable[Rule]) -> frozenset[str]:
    """The credentials that rules ask about."""
    return frozenset(
        value
        for rule in rules
        for condition in conditions_of(rule)
        if attribute_of(condition).values is ValueKind.CREDENTIAL
        for value in condition.values
    )


def bounded(assignment: Assignment, known: PersonKnown) -> bool:
    """The person is among those whom the assignment may reach: in the line of the manager who gave it, if that bounds it."""
    return assignment.within is None or assignment.within in known.managers_above
