"""Who is behind a figure of a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.trends import GapDemand, PersonMonth, gaps_since


class TrendFigure(Enum):
    """A figure of a month."""

    PEOPLE = "people"
    COMPARED = "compared"
    READY = "ready"
    GAPS_OPEN = "gaps open"
    GAPS_OPENED = "gaps opened"
    GAPS_CLOSED = "gaps closed"
    GAPS_GONE = "gaps gone"
    CREDENTIALS_VALID = "credentials valid"
    CREDENTIALS_GAINED = "credentials gained"
    CREDENTIALS_LAPSED = "credentials lapsed"


@dataclass(frozen=True, slots=True)
class TrendPerson:
    """Somebody behind a figure, with each gap or credential of this person that it counts; neither for figures of people."""

    person_id: str
    gaps: Sequence[GapDemand] = ()
    credential_ids: Sequence[str] = ()

    @property
    def counted(self) -> int:
        """How often the figure counts the person."""
        return len(self.gaps) + len(self.credential_ids) or 1


def people_behind_month(
    now: Mapping[str, PersonMonth], before: Mapping[str, PersonMonth], *, figure: TrendFigure
) -> tuple[TrendPerson, ...]:
    """The people whom the figure of the month's end counts, by person id: counted as often as the report says."""
    since = gaps_since(now, before)
    gaps: Mapping[TrendFigure, Mapping[str, frozenset[GapDemand]]] = {
        TrendFigure.GAPS_OPEN: {person_id: each.lacking for person_id, each in now.items()},
        TrendFigure.GAPS_OPENED: since.opened,
        TrendFigure.GAPS_CLOSED: since.closed,
        TrendFigure.GAPS_GONE: since.gone,
    }
    credentials: Mapping[TrendFigure, Mapping[str, Sequence[str]]] = {
        TrendFigure.CREDENTIALS_VALID: {person_id: sorted(each.valid) for person_id, each in now.items()},
        TrendFigure.CREDENTIALS_GAINED: {person_id: each.gained for person_id, each in now.items()},
        TrendFigure.CREDENTIALS_LAPSED: {person_id: each.lapsed for person_id, each in now.items()},
    }
    if figure in gaps:
        return tuple(
            TrendPerson(person_id, gaps=sorted(of_person, key=_order))
            for person_id, of_person in sorted(gaps[figure].items())
            if of_person
        )
    if figure in credentials:
        return tuple(
            TrendPerson(person_id, credential_ids=of_person)
            for person_id, of_person in sorted(credentials[figure].items())
            if of_person
        )
    return tuple(TrendPerson(person_id) for person_id in sorted(now) if _is_counted(now[person_id], figure))


def _is_counted(person: PersonMonth, figure: TrendFigure) -> bool:
    match figure:
        case TrendFigure.COMPARED:
            return person.is_ready is not None
        case TrendFigure.READY:
            return bool(person.is_ready)
        case _:
            return True


def _order(demand: GapDemand) -> tuple[str, str, int]:
    match demand:
        case SkillDemand(skill_id=skill_id, level=level):
            return "", skill_id, level
        case CredentialDemand(credential_id=credential_id):
            return credential_id, "", 0
