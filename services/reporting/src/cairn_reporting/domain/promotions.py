"""Who rose on a ladder, and which credentials came before that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import Ladder
from cairn_reporting.domain.tenure import RoleHeld, months_after
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class Promotion:
    """Somebody took a role that stands higher on a ladder than the one taken before."""

    person_id: str
    from_role_id: str
    to_role_id: str
    on: date


def promotions(
    person: Person, *, ladders: Iterable[Ladder], first_on: date, last_on: date
) -> tuple[Promotion, ...]:
    """The person's promotions from the first to the last day, in order."""
    tenure = person.tenure
    return rises(
        person.person_id,
        held=(*tenure.past, *((tenure.present,) if tenure.present else ())),
        ladders=ladders,
        first_on=first_on,
        last_on=last_on,
    )


def rises(
    person_id: str, *, held: Iterable[RoleHeld], ladders: Iterable[Ladder], first_on: date, last_on: date
) -> tuple[Promotion, ...]:
    """The promotions from the first to the last day, in order, of who held these roles.

    Somebody is promoted by taking a role on a ladder where, of that ladder's roles, the one taken last before stands on a lower rung. It
    counts once, however many ladders say so; a role of which it is not known since when it was held tells nothing.
    """
    in_order = sorted(held, key=lambda each: (each.taken_on, each.role_id))
    known_ladders = sorted(ladders, key=lambda ladder: ladder.ladder_id)
    found = []
    for taken in in_order:
        before = next(
            (each for ladder in known_ladders if (each := _rung_before(taken, held=in_order, ladder=ladder))),
            None,
        )
        if before and first_on <= taken.taken_on <= last_on:
            found.append(
                Promotion(
                    person_id=person_id,
                    from_role_id=before.role_id,
                    to_role_id=taken.role_id,
                    on=taken.taken_on,
                )
            )
    return tuple(found)


def credentials_before(
    promotion: Promotion, *, achievements: Iterable[Achievement], months: int
) -> frozenset[str]:
    """The credentials that the person had gained by the day of the promotion, and not longer before it than so many months."""
    return gained_before(
        promotion,
        gains=(
            (each.credential_id, each.gained_at)
            for each in achievements
            if each.verified and each.gained_at is not None and each.person_id == promotion.person_id
        ),
        months=months,
    )


def gained_before(
    promotion: Promotion, *, gains: Iterable[tuple[str, datetime]], months: int
) -> frozenset[str]:
    """The same by which credentials the person gained when."""
    return frozenset(
        credential_id
        for credential_id, gained_at in gains
        if _precedes(gained_at, promotion.on, months=months)
    )


def _rung_before(taken: RoleHeld, *, held: Sequence[RoleHeld], ladder: Ladder) -> RoleHeld | None:
    """The lower rung from which the role was taken; None where it was not."""
    rungs = ladder.role_ids
    earlier = [each for each in held if each.taken_on < taken.taken_on and each.role_id in rungs]
    if taken.role_id not in rungs or not earlier:
        return None
    last = max(earlier, key=lambda each: (each.taken_on, rungs.index(each.role_id)))
    return last if rungs.index(last.role_id) < rungs.index(taken.role_id) else None


def _precedes(gained_at: datetime, day: date, *, months: int) -> bool:
    gained_on = gained_at.astimezone(UTC).date()
    return gained_on <= day <= months_after(gained_on, months).date()
