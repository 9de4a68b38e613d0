"""Exported reports: questions as the contract stores them, answered in parts by the reports' own use cases."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from itertools import chain

from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_platform.paging import PageRequest
from cairn_reporting.adapters.grpc import answers, requests
from cairn_reporting.adapters.grpc.asking import workforce_for
from cairn_reporting.adapters.grpc.exported_checks import check_question
from cairn_reporting.adapters.grpc.exported_ends import parts_of
from cairn_reporting.adapters.grpc.exported_figures import FiguresRequest, date_figures, figures_part
from cairn_reporting.application.export_ports import MadePart
from cairn_reporting.application.ports import EnrolmentsOf, Facts, FactsOf
from cairn_reporting.application.reach import Reach, reach_for_figures, reach_of
from cairn_reporting.application.readiness import FiguresAsked, readiness_of_everybody, report_readiness
from cairn_reporting.application.recertification import report_recertification
from cairn_reporting.application.skill_gaps import report_skill_gaps
from cairn_reporting.application.workforce.tenant import TenantWorkforce
from cairn_reporting.application.workforce.tenants import WorkforceOf
from cairn_reporting.domain.exports import Sight


class SeenNow:
    """What a caller may see now."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    @property
    def sight(self) -> Sight:
        """By what right."""
        if self._reach.named is not None:
            return Sight.LINE
        return Sight.EVERYBODY if self._reach.sees_persons else Sight.FIGURES

    def covers(self, person_id: str) -> bool:
        """The caller may ask about this person."""
        return self._reach.sees_persons and self._reach.covers(person_id)


class ExportedReports:
    """Makes the reports of one tenant."""

    def __init__(
        self,
        facts_of: FactsOf,
        enrolments_of: EnrolmentsOf,
        workforces: WorkforceOf,
        *,
        tenant_id: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._facts_of = facts_of
        self._enrolments_of = enrolments_of
        self._workforces = workforces
        self._tenant_id = tenant_id
        self._clock = clock

    def dated(self, question: bytes, *, now: datetime) -> bytes:
        """The question with the instant that it is asked for. Raises InvalidFieldsError with what is wrong in it."""
        asked = contract.ExportedQuestion.FromString(question)
        asked.asked_at.FromDatetime(now)
        request = _request(asked)
        requests.people_filter(request.people)
        requests.known_instant(request.known_at if request.HasField("known_at") else None, now=now)
        if isinstance(request, FiguresRequest):
            date_figures(request, now=now)
        else:
            _date(request, now=now)
        return asked.SerializeToString()

    def check(self, question: bytes, *, principal: Principal) -> None:
        """Raises at once what the report will be refused with, as far as that is known without making it."""
        asked = contract.ExportedQuestion.FromString(question)
        request = _request(asked)
        rights, facts = self._facts(request)
        check_question(
            request,
            reach=self._reach(request, principal),
            facts=facts,
            rights=rights,
            asked_at=requests.instant("asked_at", asked.asked_at),
        )

    def sight(self, question: bytes, *, principal: Principal) -> SeenNow:
        """What this caller may see of the report now. Raises RoleRequiredError where that is nothing at all."""
        request = _request(contract.ExportedQuestion.FromString(question))
        return SeenNow(self._reach(request, principal))

    def parts(self, question: bytes, *, principal: Principal, after: str) -> Iterator[MadePart]:
        """The report behind `after`, part by part, by the rights of now."""
        sight = self.sight(question, principal=principal).sight
        asked = contract.ExportedQuestion.FromString(question)
        request = _request(asked)
        match request:
            case reporting.ReportSkillGapsRequest():
                made = self._skill_gaps(request, principal)
            case reporting.ReportReadinessRequest() if not _tells_persons(request):
                made = self._readiness_figures(request, principal)
            case reporting.ReportReadinessRequest():
                made = self._readiness(request, principal, after=after)
            case reporting.ReportRecertificationRequest():
                made = self._recertification(request, principal)
            case _:
                made = self._figures(
                    request, principal, asked_at=requests.instant("asked_at", asked.asked_at)
                )
        return (replace(each, sight=sight) for each in made)

    def person_ids(self, content: bytes) -> frozenset[str]:
        """The people who are named in a part."""
        part = contract.ExportedPart.FromString(content)
        ends = part.recertification
        lines = chain(ends.lines, (line for group in ends.groups for line in group.lines))
        return frozenset(each.person_id for each in part.readiness.people) | {
            end.person_id for line in lines for end in line.expiries
        }

    def _skill_gaps(
        self, request: reporting.ReportSkillGapsRequest, principal: Principal
    ) -> Iterator[MadePart]:
        rights, facts = self._facts(request)
        with self._workforce(request, principal, rights=rights) as workforce:
            report = report_skill_gaps(
                principal=principal,
                asked=requests.people_filter(request.people),
                question=requests.gap_question(request),
                group_by=requests.dimension(request.group_by),
                as_of=requests.as_of(request, now=self._clock()),
                figures_only=True,
                facts=facts,
                rights=rights,
                workforce=workforce,
            )
        message = answers.skill_gap_report(report)
        lines = [message.gaps] if request.group_by == 0 else [group.gaps for group in message.groups]
        yield _whole(contract.ExportedPart(skill_gaps=message), rows=sum(map(len, lines)))

    def _readiness(
        self, request: reporting.ReportReadinessRequest, principal: Principal, *, after: str
    ) -> Iterator[MadePart]:
        rights, facts = self._facts(request)
        question = requests.readiness_question(request, principal=principal, now=self._clock())
        for batch in readiness_of_everybody(
            question,
            after=after,
            facts=facts,
            rights=rights,
            workforce=lambda: self._workforce(request, principal, rights=rights),
        ):
            people = batch.report.people
            message = answers.readiness_report(batch.report)
            yield MadePart(
                content=contract.ExportedPart(readiness=message).SerializeToString(),
                sight=Sight.LINE,
                cursor=people[-1].person_id if people else "",
                rows=len(people),
                done=batch.done,
                total=batch.total,
            )

    def _readiness_figures(
        self, request: reporting.ReportReadinessRequest, principal: Principal
    ) -> Iterator[MadePart]:
        rights, facts = self._facts(request)
        report = report_readiness(
            requests.readiness_question(request, principal=principal, now=self._clock()),
            figures=FiguresAsked(group_by=requests.dimension(request.group_by), alone=True),
            page=PageRequest(size=1, after=None),
            facts=facts,
            rights=rights,
            workforce=lambda: self._workforce(request, principal, rights=rights),
        )
        message = answers.readiness_report(report)
        rows = len(message.groups) if request.group_by else int(message.HasField("figures"))
        yield _whole(contract.ExportedPart(readiness=message), rows=rows)

    def _recertification(
        self, request: reporting.ReportRecertificationRequest, principal: Principal
    ) -> Iterator[MadePart]:
        rights, facts = self._facts(request)
        report = report_recertification(
            principal=principal,
            asked=requests.people_filter(request.people),
            credential_id=request.credential_id or None,
            group_by=requests.dimension(request.group_by),
            as_of=requests.as_of(request, now=self._clock()),
            figures_only=False,
            in_one_answer=False,
            facts=facts,
            rights=rights,
        )
        parts = list(parts_of(report, grouped=request.group_by != 0))
        for number, (part, rows) in enumerate(parts, start=1):
            message = answers.recertification_report(part)
            made = _whole(contract.ExportedPart(recertification=message), rows=rows)
            yield replace(made, done=number, total=len(parts))

    def _figures(
        self, request: FiguresRequest, principal: Principal, *, asked_at: datetime
    ) -> Iterator[MadePart]:
        part, rows = figures_part(
            request,
            principal=principal,
            asked_at=asked_at,
            facts_of=self._facts_of,
            enrolments_of=self._enrolments_of,
            workforces=self._workforces,
        )
        yield _whole(part, rows=rows)

    def _workforce(
        self,
        request: reporting.ReportSkillGapsRequest | reporting.ReportReadinessRequest,
        principal: Principal,
        *,
        rights: Facts,
    ) -> AbstractContextManager[TenantWorkforce | None]:
        return workforce_for(request, principal=principal, rights=rights, workforces=self._workforces)

    def _reach(self, request: requests.DatedRequest | FiguresRequest, principal: Principal) -> Reach:
        reach = reach_of if _tells_persons(request) else reach_for_figures
        return reach(principal=principal, facts=self._facts_of(self._tenant_id))

    def _facts(self, request: requests.DatedRequest | FiguresRequest) -> tuple[Facts, Facts]:
        """The facts of today that give rights, and those to answer by."""
        today = self._facts_of(self._tenant_id)
        told = request.known_at if request.HasField("known_at") else None
        known_at = requests.known_instant(told, now=self._clock())
        return today, today if known_at is None else self._facts_of(self._tenant_id, known_at=known_at)


def _tells_persons(request: requests.DatedRequest | FiguresRequest) -> bool:
    """The report is about persons one by one, not in figures alone."""
    if isinstance(request, reporting.ReportReadinessRequest):
        return not request.figures_only and request.group_by == 0
    return isinstance(request, reporting.ReportRecertificationRequest)


def _request(question: contract.ExportedQuestion) -> requests.DatedRequest | FiguresRequest:
    match question.WhichOneof("report"):
        case "skill_gaps":
            return question.skill_gaps
        case "readiness":
            return question.readiness
        case "recertification":
            return question.recertification
        case "trends":
            return question.trends
        case "pipeline":
            return question.pipeline
        case "worth":
            return question.worth
        case _:
            raise InvalidFieldsError([FieldViolation("question", "REQUIRED", "Say which report.")])


def _date(request: requests.DatedRequest, *, now: datetime) -> None:
    """Names the instant that it is asked for. Raises InvalidFieldsError with what is wrong in it."""
    if not request.HasField("as_of"):
        request.as_of.FromDatetime(now)
    requests.as_of(request, now=now)
    match request:
        case reporting.ReportSkillGapsRequest():
            requests.gap_question(request)
            requests.dimension(request.group_by)
        case reporting.ReportReadinessRequest():
            requests.role_choice(request.role_choice)
            requests.readiness_states(request)
        case reporting.ReportRecertificationRequest():
            requests.dimension(request.group_by)


def _whole(part: contract.ExportedPart, *, rows: int) -> MadePart:
    return MadePart(content=part.SerializeToString(), sight=Sight.LINE, cursor="", rows=rows, done=1, total=1)
