"""The departments for which somebody is responsible as HR."""

from dataclasses import dataclass
from functools import cached_property

from cairn_reporting.application.lines import Lines
from cairn_reporting.application.ports import Facts, PeopleSelection
from cairn_reporting.domain.workforce import department_and_below


@dataclass(frozen=True)
class Units:
    """Departments, those below included. `facts` are those of today: who works there today is meant, whenever a report is about."""

    department_ids: frozenset[str]
    facts: Facts

    @cached_property
    def person_ids(self) -> frozenset[str]:
        """The ids of everybody who has a position there."""
        found = self.facts.people(PeopleSelection(department_ids=self.department_ids))
        return frozenset(each.person_id for each in found)


def units_of(person_id: str, *, facts: Facts, lines: Lines) -> Units | None:
    """Those that the person has been given for today, with all that are a part of them; None where there are none."""
    given = facts.responsible_for(person_id)
    if not given:
        return None
    departments = lines.departments()
    below = (department_and_below(department_id=each, departments=departments) for each in given)
    return Units(department_ids=frozenset().union(*below), facts=facts)
