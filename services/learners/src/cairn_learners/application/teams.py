"""Teams, looked up."""

from cairn_learners.application.orders import TEAMS
from cairn_learners.application.ports import PeopleFilter
from cairn_learners.application.scope import Scope
from cairn_learners.domain.reach import HR, HR_PARTNER, MANAGER, TENANT_ADMIN
from cairn_learners.domain.teams import Team, managers_within, team_of
from cairn_platform.identity import require_any_role
from cairn_platform.paging import Page, PageRequest


def list_teams(scope: Scope, *, page: PageRequest) -> Page[Team]:
    """The teams by their managers' names: all for hr and tenant-admin; for a manager the own team and those below, and handed-over ones."""
    reach = scope.reach()
    if not reach.lent:
        require_any_role(scope.principal, MANAGER, HR, HR_PARTNER, TENANT_ADMIN)
    managers = PeopleFilter(
        text="", person_ids=managers_within(reach, lines=scope.lines), department_ids=None
    )
    found = scope.store.list_people(managers, after=TEAMS.after(page), at_most=page.size + 1)
    leading = TEAMS.page(found, page)
    return Page([team_of(manager, lines=scope.lines) for manager in leading.items], leading.next_token)
