"""The RPC of WhatIfService."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import grpc

from cairn.reporting.v1 import what_if_pb2 as contract
from cairn.reporting.v1 import what_if_pb2_grpc as contract_grpc
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc import call as calls
from cairn_reporting.adapters.grpc import requests
from cairn_reporting.adapters.grpc.answers import READINESS_STATES, demand_parts, freshness_message
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import may_reach_many
from cairn_reporting.application.supposition import SupposedCompletion, SupposedLapse, Supposition
from cairn_reporting.application.what_if import ReadinessChange, SupposedGap, report_what_if
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from cairn_reporting.domain.explanations import readiness_sentence

WHAT_IF_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["WhatIfService"].full_name


class WhatIfServicer(contract_grpc.WhatIfServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self,
        *,
        facts_of: Callable[[str], Facts],
        clock: Callable[[], datetime],
        workforces: WorkforceOf = nobodys,
    ) -> None:
        self._facts_of = facts_of
        self._clock = clock
        self._workforces = workforces

    def ReportWhatIf(  # noqa: N802 (the contract's name)
        self, request: contract.ReportWhatIfRequest, _context: grpc.ServicerContext
    ) -> contract.ReportWhatIfResponse:
        """What the gap of a set of people becomes, and who starts or stops being ready."""
        principal = calls.current.get().principal
        facts = self._facts_of(principal.tenant_id)
        report = report_what_if(
            principal=principal,
            asked=requests.people_filter(request.people),
            role_id=request.role_id or None,
            choice=requests.role_choice(request.role_choice),
            supposed=_supposition(request),
            as_of=_as_of(request, now=self._clock()),
            facts=facts,
            workforce=lambda: self._workforces(
                principal.tenant_id, worth_loading=lambda: may_reach_many(principal=principal, facts=facts)
            ),
        )
        return contract.ReportWhatIfResponse(
            gaps=[_gap(each) for each in report.gaps],
            starts=_changes(report.starts),
            stops=_changes(report.stops),
            people_count_before=report.people_count_before,
            people_count=report.people_count,
            freshness=freshness_message(report.freshness),
        )


def _as_of(request: contract.ReportWhatIfRequest, *, now: datetime) -> datetime:
    if not request.HasField("as_of"):
        return now
    found = requests.instant("as_of", request.as_of)
    if found < now.astimezone(UTC):
        raise InvalidFieldsError([FieldViolation("as_of", "IN_PAST", "What is supposed lies ahead.")])
    return found


def _supposition(request: contract.ReportWhatIfRequest) -> Supposition:
    return Supposition(
        leaving_person_ids=tuple(request.leaving_person_ids),
        lapses=tuple(
            SupposedLapse(credential_id=each.credential_id, people=requests.people_filter(each.people))
            for each in request.lapses
        ),
        completions=tuple(
            SupposedCompletion(
                path_id=each.path_id or None,
                credential_ids=tuple(each.credential_ids),
                people=requests.people_filter(each.people),
            )
            for each in request.completions
        ),
    )


def _gap(gap: SupposedGap) -> contract.SupposedGap:
    named = gap.after or gap.before
    if named is None:
        raise ValueError("A line is there before or after.")
    skill_id, credential_id, level = demand_parts(named.demand)
    return contract.SupposedGap(
        skill_id=skill_id,
        credential_id=credential_id,
        name=named.name,
        required_level=level,
        demanded_before=gap.before.demanded if gap.before else 0,
        short_before=gap.before.short if gap.before else 0,
        demanded=gap.after.demanded if gap.after else 0,
        short=gap.after.short if gap.after else 0,
    )


def _changes(changes: Iterable[ReadinessChange]) -> list[contract.ReadinessChange]:
    return [
        contract.ReadinessChange(
            person_id=each.after.person_id,
            role_id=each.after.role.role_id,
            role_name=each.after.role.name,
            before=READINESS_STATES[each.before.state],
            after=READINESS_STATES[each.after.state],
            explanation=readiness_sentence(each.after),
        )
        for each in changes
    ]
