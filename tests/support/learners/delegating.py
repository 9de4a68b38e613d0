"""Delegations, said in as few words as a test needs."""

from datetime import date, datetime

from cairn_learners.domain.day_spans import DaySpan
from cairn_learners.domain.delegated_acts import DelegatedAct
from cairn_learners.domain.delegations import Delegation
from tests.support.learners.builders import NOW, TODAY
from tests.support.learners.excepting import IN_A_MONTH, a_withdrawal


def a_delegation(
    manager_id: str = "cleo",
    delegate_id: str = "zoe",
    *,
    from_on: date = TODAY,
    until_on: date = IN_A_MONTH,
    delegation_id: str = "",
    handed_over_at: datetime = NOW,
    withdrawn: bool = False,
) -> Delegation:
    """A line in other hands."""
    return Delegation(
        delegation_id=delegation_id or f"{manager_id}-to-{delegate_id}",
        version=1,
        manager_id=manager_id,
        delegate_id=delegate_id,
        span=DaySpan(from_on=from_on, until_on=until_on),
        reason="Holidays.",
        handed_over_by=manager_id,
        handed_over_at=handed_over_at,
        withdrawal=a_withdrawal() if withdrawn else None,
    )


def an_act(act_id: str = "act", *, acted_by: str = "zoe", acted_at: datetime = NOW) -> DelegatedAct:
    """Something done for cleo."""
    return DelegatedAct(
        act_id=act_id,
        version=1,
        acted_by=acted_by,
        on_behalf_of="cleo",
        subject="achievement",
        subject_id="a1",
        happened="verified",
        person_ids=("ann",),
        people_count=1,
        acted_at=acted_at,
    )
