"""In which order the steps of a plan are taken."""

from collections.abc import Collection, Sequence

from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.needs import Demand, Holding


def in_order(
    steps: Collection[Candidate], *, demands: Sequence[Demand], held: Holding
) -> tuple[Candidate, ...]:
    """Prerequisites first. Among what can be taken next: what goes on with the subscription that is being paid, then what covers the most
    must-haves, then the most weight, then what takes the fewest hours (unknown last), then by id.
    """
    waiting = {step.id: step for step in steps}
    ordered: list[Candidate] = []
    while waiting:
        ready = [
            step
            for step in waiting.values()
            if not (step.prerequisite_ids - held.credential_ids) & waiting.keys()
        ]
        paid = ordered[-1].price.subscription if ordered and ordered[-1].price else None
        following = min(
            ready,
            key=lambda step: (
                paid is None or step.price is None or step.price.subscription != paid,
                -sum(demand.is_must_have and step.gives(demand.need) for demand in demands),
                -sum(demand.weight for demand in demands if step.gives(demand.need)),
                (step.hours is None, step.hours),
                step.id,
            ),
        )
        ordered.append(waiting.pop(following.id))
    return tuple(ordered)
