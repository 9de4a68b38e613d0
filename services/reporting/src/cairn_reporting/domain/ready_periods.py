"""When somebody is ready for a role: readiness over time, without trying instants."""

from fractions import Fraction

from cairn_reporting.domain.catalogue import Catalogue, Role
from cairn_reporting.domain.fulfilment import Record, is_known, met_periods
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.readiness import HELPFUL_SHARE
from cairn_reporting.domain.validity_sets import at_least, weighing


def ready_periods(*, role: Role, record: Record, catalogue: Catalogue, since: Period) -> tuple[Period, ...]:
    """When `readiness.readiness_of` says that the person is ready, within `since`: periods in order that neither overlap nor touch.

    That is while every must-have is met, and half, by weight, of what helps. What there are no facts for does not count; where nothing
    else is asked for nobody ever is ready, and where nothing at all is, everybody always.
    """
    counted = [each for each in role.requirements if is_known(demand=each.demand, record=record)]
    if role.requirements and not counted:
        return ()
    musts: list[tuple[Period, ...]] = []
    helpful: list[tuple[int, tuple[Period, ...]]] = []
    for requirement in counted:
        met = met_periods(demand=requirement.demand, record=record, catalogue=catalogue)
        if requirement.weight is None:
            musts.append(met)
        else:
            helpful.append((requirement.weight, met))
    if helpful:
        musts.append(weighing(HELPFUL_SHARE * Fraction(sum(weight for weight, _ in helpful)), helpful))
    return at_least(len(musts) + 1, [*musts, (since,)])
