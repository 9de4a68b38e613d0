"""What credentials were worth to the people of an index: the same lines as person by person, by set algebra."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from pyroaring import BitMap

from cairn_reporting.application.ports import Facts
from cairn_reporting.application.skill_gaps import GapQuestion
from cairn_reporting.application.workforce.comparing import compared_for_gaps
from cairn_reporting.application.workforce.entries import Entries
from cairn_reporting.application.worth import MeasuredWorth, WorthSpan, roles_in_use
from cairn_reporting.domain.comparison import RoleChoice
from cairn_reporting.domain.demands import CredentialDemand
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.promotions import Promotion, gained_before, rises
from cairn_reporting.domain.usefulness import RolesInUse
from cairn_reporting.domain.workforce_index.groups import Aim
from cairn_reporting.domain.workforce_index.holders import microseconds
from cairn_reporting.domain.workforce_index.index import WorkforceIndex, credential
from cairn_reporting.domain.workforce_index.shortages import shortages
from cairn_reporting.domain.worth import ClosedGap, lines_by_name

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def measured_worth(
    index: WorkforceIndex, *, people: BitMap, asked: WorthSpan, entries: Entries, facts: Facts
) -> MeasuredWorth:
    """The lines of these people, and their promotions with the credentials that they followed."""
    last = asked.last_instant
    since, until = microseconds(asked.span.begins_at), microseconds(asked.span.ends_at)
    ids = index.person_id_of
    gained = index.gains.within(since, until, people=people)
    holders = {
        credential_id: here
        for credential_id in index.credential_ids
        if (here := index.holders(credential(credential_id), at=last) & people)
    }
    followed = _followed(index, people=people, asked=asked, entries=entries, facts=facts)
    named = {*index.credential_ids, *gained, *(each for of in followed.values() for each in of)}
    lines = lines_by_name(
        gained={credential_id: tuple(map(ids, theirs.tolist())) for credential_id, theirs in gained.items()},
        holders={credential_id: frozenset(index.person_ids(here)) for credential_id, here in holders.items()},
        closed=_closed(index, people=people, asked=asked, entries=entries, facts=facts),
        followed=followed,
        in_use=_in_use(index, on=asked, entries=entries, facts=facts),
        catalogue=entries.naming([CredentialDemand(each) for each in named], facts=facts),
    )
    return MeasuredWorth(lines=lines, followed=followed, people_count=len(people))


def _closed(
    index: WorkforceIndex, *, people: BitMap, asked: WorthSpan, entries: Entries, facts: Facts
) -> Mapping[str, frozenset[ClosedGap]]:
    """By credential what was lacking when the span began and is met by it, gained within, when it ends."""
    span = asked.span
    granting = entries.granting(index.credential_ids, facts=facts)
    before = span.begins_at - datetime.resolution
    lacking = shortages(
        compared=compared_for_gaps(
            index,
            people=people,
            question=GapQuestion(role_id=None, choice=RoleChoice.OWN),
            entries=entries,
            facts=facts,
            as_of=asked.last_instant,
        ),
        holders=lambda source: index.holders(source, at=before),
        held=None,
    )
    closing = index.gains.counting_at(
        microseconds(asked.last_instant),
        gained_since=microseconds(span.begins_at),
        until=microseconds(span.ends_at),
        people=people,
    )
    found: dict[str, set[ClosedGap]] = {}
    for shortage in lacking:
        for source in granting.sources(shortage.demand):
            if source == credential(source.of) and (by := closing.get(source.of)):
                closers = index.person_ids(shortage.short & by)
                found.setdefault(source.of, set()).update((each, shortage.demand) for each in closers)
    return {credential_id: frozenset(gaps) for credential_id, gaps in found.items()}


def _followed(
    index: WorkforceIndex, *, people: BitMap, asked: WorthSpan, entries: Entries, facts: Facts
) -> Mapping[Promotion, frozenset[str]]:
    ladders = entries.ladders(facts=facts)
    risen: dict[int, Sequence[Promotion]] = {}
    for person, held in index.served(people, taken_from=asked.first_on, until=asked.last_on):
        found = rises(
            index.person_id_of(person),
            held=held,
            ladders=ladders,
            first_on=asked.first_on,
            last_on=asked.last_on,
        )
        if found:
            risen[person] = found
    gains = index.gains.of_each(BitMap(risen))
    return {
        promotion: gained_before(
            promotion,
            gains=[
                (credential_id, _EPOCH + timedelta(microseconds=at))
                for credential_id, at in gains.get(person, ())
            ],
            months=asked.months,
        )
        for person, promotions in risen.items()
        for promotion in promotions
    }


def _in_use(index: WorkforceIndex, *, on: WorthSpan, entries: Entries, facts: Facts) -> RolesInUse:
    everybody = index.employed(at=on.last_instant)
    role_ids = {
        role_id
        for trait in (Dimension.ROLE, Aim.TARGET_ROLE)
        for role_id, members in index.groups.by(trait, at=on.last_instant)
        if role_id and members & everybody
    }
    return roles_in_use(entries.roles(role_ids, facts=facts).values(), facts=facts)
