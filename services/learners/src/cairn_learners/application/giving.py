"""What giving assignments to people does: looked at for many at once, for previews, jobs and those who join later alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cairn_learners.application.audience_ports import AudienceScope
from cairn_learners.application.enrolling import told
from cairn_learners.application.exceptions import exempt_people
from cairn_learners.application.scope import Scope
from cairn_learners.application.whereabouts import catalogue_for, holdings_of
from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.assignments import Assignment, Audience, Enrolment, Terms, give
from cairn_learners.domain.catalogue import LearningPath
from cairn_learners.domain.due import Due, DueBeforeExpiry, DueFacts, due_day
from cairn_learners.domain.expiries import current_expiry
from cairn_learners.domain.forecasts import GIVEN_TO, Outlook, outlook
from cairn_learners.domain.membership import position_in
from cairn_learners.domain.people import Person
from cairn_learners.domain.progress import steps_progress
from cairn_platform.changes import Change


@dataclass(frozen=True, kw_only=True)
class Giving:
    """What giving a path to some people would do, and what it rests on."""

    outlooks: Sequence[Outlook]
    enrolments: Mapping[str, Enrolment]


def giving(
    scope: Scope,
    people: Sequence[Person],
    *,
    path: LearningPath,
    audience: Audience,
    terms: Terms,
    joins_later: bool,
) -> Giving:
    """What becomes of these people in the audience when the path is given to them now; `joins_later` who was not in it at first."""
    due = terms.due_for_joiners if joins_later and terms.due_for_joiners else terms.due
    ids = [each.person_id for each in people]
    catalogue = catalogue_for([path], store=scope.store)
    held = holdings_of(ids, catalogue=catalogue, scope=scope)
    expiries = _expiries(scope, ids, due)
    enrolments = scope.store.enrolments_on(path.path_id, person_ids=ids)
    exempt = exempt_people(scope, path_id=path.path_id, person_ids=ids)
    outlooks = [
        outlook(
            each,
            steps=steps_progress(
                path,
                catalogue=catalogue,
                held=held[each.person_id],
                enrolment=enrolments.get(each.person_id),
            ),
            enrolment=enrolments.get(each.person_id),
            exempt_until=exempt.get(each.person_id),
            due_on=due_day(
                due,
                basis_on=terms.basis_on,
                facts=_facts(due, each, audience=audience, expiries=expiries, scope=scope),
            ),
        )
        for each in people
    ]
    return Giving(outlooks=outlooks, enrolments=enrolments)


def given(scope: AudienceScope, assignment: Assignment, found: Giving) -> list[Change[Enrolment]]:
    """The enrolments that change when the assignment is given to them."""
    due_days: dict[str, date | None] = {
        each.person.person_id: each.due_on for each in found.outlooks if each.group in GIVEN_TO
    }
    changed = give(
        assignment, due_days=due_days, enrolments=found.enrolments, new_id=scope.new_id, now=scope.now
    )
    return [told(found.enrolments.get(each.person_id), each, now=scope.now) for each in changed]


def _facts(
    due: Due | None, person: Person, *, audience: Audience, expiries: Mapping[str, date], scope: Scope
) -> DueFacts:
    ends_on = expiries.get(person.person_id)
    return DueFacts(
        assigned_on=scope.today,
        hired_on=person.profile.hired_on,
        taken_on=position_in(audience, person).taken_on,
        last_valid_on={due.credential_id: ends_on} if isinstance(due, DueBeforeExpiry) and ends_on else {},
    )


def _expiries(scope: Scope, person_ids: Sequence[str], due: Due | None) -> Mapping[str, date]:
    """The last day of what each of these people holds of the credential that the due date depends on, if it does."""
    if not isinstance(due, DueBeforeExpiry):
        return {}
    by_person: dict[str, list[Achievement]] = {}
    for each in scope.store.achievements_of(person_ids, credential_ids=[due.credential_id]):
        by_person.setdefault(each.person_id, []).append(each)
    days = {key: current_expiry(found, now=scope.now) for key, found in by_person.items()}
    return {key: day for key, day in days.items() if day}
