"""What is behind a figure of worth: whose achievements, closed gaps, promotions, used and unused credentials."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_platform.identity import Principal
from cairn_platform.paging import PageRequest
from cairn_reporting.application.explained_people import CountedCredential, page_of_people
from cairn_reporting.application.freshness import Freshness
from cairn_reporting.application.loading import Evidence, evidence
from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import reach_of
from cairn_reporting.application.worth import WorthQuestion, WorthReport, report_worth, span_of
from cairn_reporting.domain.achievements import joint_coverage
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.promotions import Promotion
from cairn_reporting.domain.worth_people import WorthFigure, WorthPerson, people_behind_worth


@dataclass(frozen=True, slots=True)
class ClosedGap:
    """What was asked of somebody and lacking, and the credentials that closed it."""

    demand: SkillDemand | CredentialDemand
    name: str
    credential_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class FollowingPromotion:
    """A promotion, and the credentials that it followed."""

    promotion: Promotion
    credential_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class ExplainedWorthPerson:
    """Somebody behind the figure, and what it counts."""

    person_id: str
    credentials: Sequence[CountedCredential]
    gaps: Sequence[ClosedGap]
    promotions: Sequence[FollowingPromotion]


@dataclass(frozen=True, slots=True)
class WorthExplanation:
    """One page of the people behind a figure, the figure, and how many people they are."""

    people: Sequence[ExplainedWorthPerson]
    next_page_token: str
    count: int
    people_count: int
    freshness: Freshness


def explain_worth(
    *,
    principal: Principal,
    asked: PeopleFilter,
    question: WorthQuestion,
    credential_id: str | None,
    figure: WorthFigure,
    page: PageRequest,
    now: datetime,
    facts: Facts,
    rights: Facts,
) -> WorthExplanation:
    """The people whom a figure of a credential's line, or of all lines together, counts, by person id, each with what counts.

    Raises what the report raises, NotFoundError for a credential that has no line, and RoleRequiredError for who may not see persons.
    """
    reach_of(principal=principal, facts=rights)
    if credential_id is not None and figure is WorthFigure.PROMOTIONS:
        description = (
            "All promotions are a figure of the totals; of a credential ask for those that followed it."
        )
        raise InvalidFieldsError([FieldViolation("figure", "NOT_OF_A_LINE", description)])
    report = report_worth(
        principal=principal,
        asked=asked,
        question=question,
        now=now,
        facts=facts,
        rights=rights,
        workforce=nullcontext,
    )
    lines = [each for each in report.lines if credential_id is None or each.credential_id == credential_id]
    if credential_id is not None and not lines:
        raise NotFoundError("credential")
    behind = people_behind_worth(lines, followed=report.followed, figure=figure)
    shown, next_page_token = page_of_people(behind, page, person_id=lambda each: each.person_id)
    proven = evidence(
        person_ids=frozenset(each.person_id for each in shown), roles=(), with_skill_names=True, facts=facts
    )
    return WorthExplanation(
        people=[_explained(each, report=report, proven=proven) for each in shown],
        next_page_token=next_page_token,
        count=sum(each.counted for each in behind),
        people_count=len(behind),
        freshness=report.freshness,
    )


def _explained(behind: WorthPerson, *, report: WorthReport, proven: Evidence) -> ExplainedWorthPerson:
    span = span_of(report.first_on, report.last_on)
    holdings = proven.portfolios[behind.person_id].holdings
    gained = {
        credential_id: [each.achievement_id for each in holdings[credential_id] if span.has(each.gained_at)]
        for credential_id in behind.gained
    }
    held = {
        credential_id: [
            each.achievement_id
            for each in holdings.get(credential_id, ())
            if joint_coverage(facts=[each], at=span.ends_at - datetime.resolution)
        ]
        for credential_id in behind.held
    }
    return ExplainedWorthPerson(
        person_id=behind.person_id,
        credentials=[
            CountedCredential(
                credential_id=credential_id,
                credential_name=proven.catalogue.credential_name(credential_id),
                achievement_ids=sorted(achievement_ids),
                times=len(gained[credential_id]) if credential_id in gained else 1,
            )
            for credential_id, achievement_ids in sorted((gained | held).items())
        ],
        gaps=[
            ClosedGap(
                demand=demand,
                name=proven.catalogue.demand_name(demand),
                credential_ids=[
                    line.credential_id for line in report.lines if (behind.person_id, demand) in line.closed
                ],
            )
            for demand in behind.closed
        ],
        promotions=[
            FollowingPromotion(promotion=each, credential_ids=sorted(report.followed[each]))
            for each in behind.promotions
        ],
    )
