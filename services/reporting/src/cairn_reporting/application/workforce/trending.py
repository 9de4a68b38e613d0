"""How the people of an index went from month to month: the same figures as person by person, by set algebra."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from pyroaring import BitMap

from cairn_reporting.application.ports import Facts
from cairn_reporting.application.report_size import check_lines
from cairn_reporting.application.skill_gaps import GapQuestion
from cairn_reporting.application.trends import MonthlyFigures, TrendQuestion
from cairn_reporting.application.workforce.comparing import compared_for_gaps, compared_with_one
from cairn_reporting.application.workforce.entries import Entries
from cairn_reporting.application.workforce.measuring import FEW
from cairn_reporting.application.workforce.readying import asking
from cairn_reporting.domain.workforce_index.holders import microseconds
from cairn_reporting.domain.workforce_index.index import WorkforceIndex, credential
from cairn_reporting.domain.workforce_index.month_ends import MonthEnd, figures_since
from cairn_reporting.domain.workforce_index.shortages import shortages
from cairn_reporting.domain.workforce_index.spans import Spans, joined, together


def figures_by_month(
    index: WorkforceIndex,
    *,
    people: Sequence[BitMap],
    question: TrendQuestion,
    entries: Entries,
    facts: Facts,
) -> MonthlyFigures:
    """The figures of these people, who fit at the ends of the months of the question, together and group by group.

    Raises NotFoundError for a role asked for that is not there, and ReportTooLargeError before anything of too many groups is computed.
    """
    ends = [each.ends_at for each in question.months]
    members = [
        dict(index.groups.by_among(here, question.group_by, at=at)) if question.group_by else {}
        for here, at in zip(people, ends, strict=True)
    ]
    groups = sorted({group for each in members for group in each}, key=lambda each: (not each, each))
    check_lines(len(groups) * (len(ends) - 1))
    standing = [
        _month_end(
            index,
            people=here,
            groups=[of_month.get(group, BitMap()) for group in groups],
            question=question,
            entries=entries,
            facts=facts,
            at=at,
        )
        for here, of_month, at in zip(people, members, ends, strict=True)
    ]
    held = _held(index, people=BitMap.union(BitMap(), *people))
    months = [
        figures_since(before, now, held=held, people_count=index.people_count)
        for before, now in pairwise(standing)
    ]
    return MonthlyFigures(
        in_all=[in_all for in_all, *_ in months],
        groups={group: [each[place] for each in months] for place, group in enumerate(groups, start=1)},
        found_anybody=any(people),
    )


def _month_end(
    index: WorkforceIndex,
    *,
    people: BitMap,
    groups: Sequence[BitMap],
    question: TrendQuestion,
    entries: Entries,
    facts: Facts,
    at: datetime,
) -> MonthEnd:
    compared = compared_with_one(
        index,
        people=people,
        role_id=question.role_id,
        choices=question.choices,
        entries=entries,
        facts=facts,
        as_of=at,
    )
    asked = asking(index, compared=compared, entries=entries, facts=facts, as_of=at)
    found = shortages(
        compared=compared_for_gaps(
            index,
            people=people,
            question=GapQuestion(role_id=question.role_id, choice=question.choice),
            entries=entries,
            facts=facts,
            as_of=at,
        ),
        holders=asked.moment.holders,
        held=index.held_by(people) if len(people) <= FEW else None,
    )
    return MonthEnd(
        at=microseconds(at),
        sets=[people, *groups],
        compared=BitMap.union(BitMap(), *(each.people for each in compared)),
        ready=asked.ready(),
        shortages={each.demand: each for each in found},
    )


def _held(index: WorkforceIndex, *, people: BitMap) -> Spans:
    """When which credential is held by these people, or by more than them."""
    if len(people) <= FEW:
        sources = [each for each in index.held_by(people) if each == credential(each.of)]
        return together([joined(index.spans(each, people=people)) for each in sources])
    return together(
        [joined(index.spans(credential(each), people=None)) for each in sorted(index.credential_ids)]
    )
