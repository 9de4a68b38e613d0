"""From what the use cases give to RenewalService's answers."""

from collections.abc import Iterable

from cairn.learners.v1 import certification_pb2
from cairn.learners.v1 import renewals_pb2 as contract
from cairn_learners.adapters import certification_messages as words
from cairn_learners.adapters import messages
from cairn_learners.adapters.evidence_messages import evidence
from cairn_learners.adapters.grpc.answers import STANDINGS
from cairn_learners.application.certifications import Certification
from cairn_learners.domain.policy_effects import PolicyEffect
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_learners.domain.renewals import FactKind


def policy(found: CredentialPolicy) -> certification_pb2.CredentialPolicy:
    """The policy of a credential."""
    return certification_pb2.CredentialPolicy(
        credential_id=found.credential_id,
        version=found.version,
        versions=[words.policy_version(each) for each in found.versions],
    )


def effects(found: Iterable[PolicyEffect]) -> list[contract.PolicyEffect]:
    """What a policy does to achievements."""
    return [
        contract.PolicyEffect(
            person_id=each.person_id,
            achievement_id=each.achievement_id,
            standing_before=STANDINGS[each.standing_before],
            standing_after=STANDINGS[each.standing_after],
            periods_before=[words.held_period(period, explained=True) for period in each.periods_before],
            periods_after=[words.held_period(period, explained=True) for period in each.periods_after],
        )
        for each in found
    ]


def certification(found: Certification) -> contract.GetCertificationResponse:
    """The life of a person's credential."""
    return contract.GetCertificationResponse(
        person_id=found.person_id,
        credential_id=found.credential_id,
        standing=STANDINGS[found.standing],
        periods=[
            contract.LifePeriod(
                achievement_id=each.achievement_id, period=words.held_period(each, explained=True)
            )
            for each in found.periods
        ],
        renewal=[
            contract.RenewalProgress(
                option_id=each.option.option_id,
                kind=words.RENEWAL_KINDS[each.option.kind],
                conditions=[
                    contract.RenewalCondition(
                        met_at=messages.timestamp(condition.met_at), sentence=condition.sentence
                    )
                    for condition in each.conditions
                ],
            )
            for each in found.renewal
        ],
        carried_over=f"{found.carried_over:f}",
        policy_version=found.policy_version,
        as_of=messages.timestamp(found.as_of),
    )


def entry(found: RenewalEntry) -> contract.RenewalEntry:
    """An entry of the log."""
    return contract.RenewalEntry(
        entry_id=found.entry_id,
        version=found.version,
        person_id=found.person_id,
        credential_id=found.credential_id,
        kind=words.ENTRY_KINDS[found.kind],
        happened_on=messages.day(found.happened_on),
        amount=f"{found.amount:f}" if found.kind is FactKind.CREDITS else "",
        category=found.category,
        description=found.description,
        evidence=[evidence(each) for each in found.evidence],
        state=words.ENTRY_STATES[found.state],
        logged_by=found.logged_by or "",
        logged_at=messages.timestamp(found.logged_at),
        decisions=[
            contract.EntryDecision(
                state=words.ENTRY_STATES[each.state],
                reason=each.reason,
                decided_by=each.decided_by or "",
                decided_at=messages.timestamp(each.decided_at),
            )
            for each in found.decisions
        ],
    )
