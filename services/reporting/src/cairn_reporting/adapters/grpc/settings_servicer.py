"""The RPCs of ReportSettingsService."""

from collections.abc import Callable, Iterator, Sequence

import grpc

from cairn.reporting.v1 import report_settings_pb2 as contract
from cairn.reporting.v1 import report_settings_pb2_grpc as contract_grpc
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc.answers import ASSESSORS
from cairn_reporting.application.ports import SettingsStore
from cairn_reporting.application.report_settings import get_report_settings, set_report_settings
from cairn_reporting.domain.assessments import AssessmentRules, Assessor
from cairn_reporting.domain.settings import MOST_SMALLEST_CELL, ReportSettings

SETTINGS_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["ReportSettingsService"].full_name
MOST_AGEING_SKILLS = 1000
MOST_MONTHS = 600

_RANKED = {number: assessor for assessor, number in ASSESSORS.items() if assessor is not Assessor.SELF}


class ReportSettingsServicer(contract_grpc.ReportSettingsServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified. `tell` hears whose settings have just changed."""

    def __init__(self, *, store_of: Callable[[str], SettingsStore], tell: Callable[[str], None]) -> None:
        self._store_of = store_of
        self._tell = tell

    def GetReportSettings(  # noqa: N802 (the contract's name)
        self, _request: contract.GetReportSettingsRequest, _context: grpc.ServicerContext
    ) -> contract.GetReportSettingsResponse:
        """What is settled."""
        principal, store = self._caller()
        settled = get_report_settings(principal=principal, store=store)
        return contract.GetReportSettingsResponse(
            settings=_message(settled.settings), version=settled.version
        )

    def SetReportSettings(  # noqa: N802
        self, request: contract.SetReportSettingsRequest, _context: grpc.ServicerContext
    ) -> contract.SetReportSettingsResponse:
        """Settles it anew."""
        principal, store = self._caller()
        settled = set_report_settings(
            principal=principal,
            settings=_settings(request.settings),
            expected_version=request.expected_version,
            store=store,
        )
        self._tell(principal.tenant_id)
        return contract.SetReportSettingsResponse(
            settings=_message(settled.settings), version=settled.version
        )

    def _caller(self) -> tuple[Principal, SettingsStore]:
        principal = calls.current.get().principal
        return principal, self._store_of(principal.tenant_id)


def _message(settings: ReportSettings) -> contract.ReportSettings:
    rules = settings.rules
    return contract.ReportSettings(
        ranking=[ASSESSORS[each] for each in rules.ranking],
        self_ratings_count=rules.self_ratings_count,
        ageing=[
            contract.SkillAgeing(skill_id=skill_id, months=months)
            for skill_id, months in sorted(rules.ageing_months.items())
        ],
        smallest_cell=settings.smallest_cell,
    )


def _settings(message: contract.ReportSettings) -> ReportSettings:
    """Raises InvalidFieldsError with all that is wrong."""
    wrong = [*_wrong_ranking(message.ranking), *_wrong_ageing(message.ageing)]
    if not 1 <= message.smallest_cell <= MOST_SMALLEST_CELL:
        wrong.append(
            FieldViolation("settings.smallest_cell", "OUT_OF_RANGE", f"One of 1 to {MOST_SMALLEST_CELL}.")
        )
    if wrong:
        raise InvalidFieldsError(wrong)
    return ReportSettings(
        rules=AssessmentRules(
            ranking=tuple(_RANKED[each] for each in message.ranking),
            self_ratings_count=message.self_ratings_count,
            ageing_months={each.skill_id: each.months for each in message.ageing},
        ),
        smallest_cell=message.smallest_cell,
    )


def _wrong_ranking(ranking: Sequence[reporting.Assessor.ValueType]) -> Iterator[FieldViolation]:
    for place, number in enumerate(ranking):
        field = f"settings.ranking[{place}]"
        if number not in _RANKED:
            yield FieldViolation(field, "UNKNOWN_VALUE", "One of reviewer, manager and peer.")
        elif number in ranking[:place]:
            yield FieldViolation(field, "DUPLICATE", "Each is named once.")


def _wrong_ageing(ageing: Sequence[contract.SkillAgeing]) -> Iterator[FieldViolation]:
    if len(ageing) > MOST_AGEING_SKILLS:
        yield FieldViolation("settings.ageing", "TOO_MANY", f"At most {MOST_AGEING_SKILLS} skills.")
    seen: set[str] = set()
    for place, each in enumerate(ageing):
        field = f"settings.ageing[{place}]"
        if not each.skill_id:
            yield FieldViolation(f"{field}.skill_id", "REQUIRED", "This is needed.")
        if each.skill_id in seen:
            yield FieldViolation(f"{field}.skill_id", "DUPLICATE", "Each is named once.")
        seen.add(each.skill_id)
        if not 1 <= each.months <= MOST_MONTHS:
            yield FieldViolation(f"{field}.months", "OUT_OF_RANGE", f"One of 1 to {MOST_MONTHS}.")
