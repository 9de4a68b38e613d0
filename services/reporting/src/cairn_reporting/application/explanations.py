"""What is behind a figure of a report: the people, by the caller's right to see them, and the facts that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_platform.identity import Principal
from cairn_platform.paging import PageRequest
from cairn_reporting.application.beginnings import check_had_begun
from cairn_reporting.application.explained_people import page_of_people
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.loading import check_known, evidence
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import reach_of
from cairn_reporting.application.skill_gaps import THE_LIST, GapQuestion, compare
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.dimensions import Dimension, grouped
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.gap_people import AskedPerson, GapFigure, people_behind
from cairn_reporting.domain.readiness import RequirementStanding, requirement_standing
from cairn_reporting.domain.recertification import Holder, RecertificationFigure, holders_behind


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedLine:
    """A line of a gap report, of everybody or of one group, and a figure of it."""

    demand: SkillDemand | CredentialDemand
    figure: GapFigure
    group_by: Dimension | None
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPerson:
    """Somebody behind the figure: the role that asks for it, empty for a list, and what it rests on."""

    person_id: str
    role_id: str
    role_name: str
    has_it: bool
    standing: RequirementStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class GapExplanation:
    """One page of the people behind a figure, and how many they are."""

    people: Sequence[GapPerson]
    next_page_token: str
    count: int
    freshness: Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class RecertificationExplanation:
    """One page of the people behind a figure, and how many they are."""

    people: Sequence[Holder]
    next_page_token: str
    count: int
    freshness: Freshness


def explain_skill_gap(
    *,
    principal: Principal,
    asked: PeopleFilter,
    question: GapQuestion,
    line: ExplainedLine,
    page: PageRequest,
    as_of: datetime,
    facts: Facts,
    rights: Facts,
) -> GapExplanation:
    """The people whom a figure of the gap report counts, by person id, each with the facts that count.

    Raises what the report raises; RoleRequiredError for who may not see persons.
    """
    if line.group is not None and line.group_by is None:
        description = "Say by what the report is grouped."
        raise InvalidFieldsError([FieldViolation("group", "NO_DIMENSION", description)])
    reach = reach_of(principal=principal, facts=rights)
    fresh = freshness(facts=facts, as_of=as_of)
    people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
    check_had_begun(found_anybody=bool(people), as_of=as_of, facts=facts)
    check_known(question.demands, facts=rights)
    compared, catalogue = compare(people=people, question=question, facts=facts)
    wanted = frozenset(compared)
    if line.group_by is not None and line.group is not None:
        members = grouped(people=people, dimension=line.group_by).get(line.group, frozenset())
        wanted &= members
    behind = people_behind(
        people=[compared[each] for each in wanted], demand=line.demand, figure=line.figure, at=as_of
    )
    tenures = {person.person_id: person.tenure for person in people}

    def explained(each: AskedPerson) -> GapPerson:
        person = each.person
        is_listed = each.role.role_id == THE_LIST
        return GapPerson(
            person_id=person.person_id,
            role_id="" if is_listed else each.role.role_id,
            role_name="" if is_listed else each.role.name,
            has_it=each.has_it,
            standing=requirement_standing(
                requirement=each.requirement,
                record=Record(portfolio=person.portfolio, tenure=tenures[person.person_id]),
                catalogue=catalogue,
                at=as_of,
            ),
        )

    shown, next_page_token = page_of_people(behind, page, person_id=lambda each: each.person.person_id)
    return GapExplanation(
        people=[explained(each) for each in shown],
        next_page_token=next_page_token,
        count=len(behind),
        freshness=fresh,
    )


def explain_recertification(
    *,
    principal: Principal,
    asked: PeopleFilter,
    credential_id: str,
    figure: RecertificationFigure,
    page: PageRequest,
    as_of: datetime,
    facts: Facts,
    rights: Facts,
) -> RecertificationExplanation:
    """The people whom a figure of the recertification report counts, by person id, each with the achievements that count.

    Raises NotFoundError for a credential that is not there.
    """
    reach = reach_of(principal=principal, facts=rights)
    fresh = freshness(facts=facts, as_of=as_of)
    if not facts.credentials({credential_id}):
        raise NotFoundError("credential")
    people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
    check_had_begun(found_anybody=bool(people), as_of=as_of, facts=facts)
    proven = evidence(
        person_ids=frozenset(person.person_id for person in people),
        roles=(),
        with_skill_names=False,
        credential_id=credential_id,
        facts=facts,
    )
    behind = holders_behind(
        portfolios=proven.portfolios, credential_id=credential_id, figure=figure, at=as_of
    )
    shown, next_page_token = page_of_people(behind, page, person_id=lambda each: each.person_id)
    return RecertificationExplanation(
        people=shown, next_page_token=next_page_token, count=len(behind), freshness=fresh
    )
