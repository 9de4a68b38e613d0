"""Who is behind a figure of what credentials were worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.promotions import Promotion
from cairn_reporting.domain.worth import WorthLine


class WorthFigure(Enum):
    """A figure of a line or of all lines together; PROMOTIONS is one of all alone."""

    GAINED = "gained"
    GAPS_CLOSED = "gaps closed"
    PROMOTIONS_FOLLOWED = "promotions followed"
    HELD = "held"
    PROMOTIONS = "promotions"
    USED = "used"
    UNUSED = "unused"


@dataclass(slots=True)
class WorthPerson:
    """Somebody behind a figure, with each thing of this person that it counts: closed gaps, promotions, and the credentials that were
    gained or are held, each as often as it counts.
    """

    person_id: str
    gained: list[str] = field(default_factory=list)
    closed: list[SkillDemand | CredentialDemand] = field(default_factory=list)
    promotions: list[Promotion] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    @property
    def counted(self) -> int:
        """How often the figure counts the person."""
        return len(self.gained) + len(self.closed) + len(self.promotions) + len(self.held)


def people_behind_worth(
    lines: Sequence[WorthLine],
    *,
    followed: Mapping[Promotion, frozenset[str]],
    figure: WorthFigure,
) -> tuple[WorthPerson, ...]:
    """The people whom the figure of these lines together counts, by person id: counted as often as the report says.

    `followed` are the promotions of the report, each with the credentials that it followed.
    """
    found: dict[str, WorthPerson] = {}

    def person(person_id: str) -> WorthPerson:
        return found.setdefault(person_id, WorthPerson(person_id))

    match figure:
        case WorthFigure.GAINED:
            for person_id, credential_id in (
                (each, line.credential_id) for line in lines for each in line.gained
            ):
                person(person_id).gained.append(credential_id)
        case WorthFigure.GAPS_CLOSED:
            for person_id, demand in sorted({gap for line in lines for gap in line.closed}, key=repr):
                person(person_id).closed.append(demand)
        case WorthFigure.PROMOTIONS_FOLLOWED:
            for promotion in _in_order({each for line in lines for each in line.promoted}):
                person(promotion.person_id).promotions.append(promotion)
        case WorthFigure.PROMOTIONS:
            for promotion in _in_order(followed):
                person(promotion.person_id).promotions.append(promotion)
        case WorthFigure.HELD | WorthFigure.USED | WorthFigure.UNUSED:
            for line in lines:
                if figure is WorthFigure.HELD or line.is_used is (figure is WorthFigure.USED):
                    for person_id in line.holders:
                        person(person_id).held.append(line.credential_id)
    return tuple(found[person_id] for person_id in sorted(found))


def _in_order(promotions: Iterable[Promotion]) -> Sequence[Promotion]:
    return sorted(promotions, key=lambda each: (each.person_id, each.on, each.to_role_id))
