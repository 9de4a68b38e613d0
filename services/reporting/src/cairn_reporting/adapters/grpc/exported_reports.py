"""Exported reports: questions as the contract stores them, answered in parts by the reports' own use cases."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc import answers, requests
from cairn_reporting.application.export_ports import MadePart
from cairn_reporting.application.ports import Facts, FactsOf
from cairn_reporting.application.reach import Reach, reach_for_figures, reach_of
from cairn_reporting.application.readiness import nobody, readiness_of_everybody
from cairn_reporting.application.recertification import RecertificationReport, report_recertification
from cairn_reporting.application.skill_gaps import report_skill_gaps
from cairn_reporting.domain.exports import Sight
from cairn_reporting.domain.recertification import RecertificationLine

_ENDS_IN_A_PART = 2000


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

    def __init__(self, facts_of: FactsOf, *, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._facts_of = facts_of
        self._tenant_id = tenant_id
        self._clock = clock

    def dated(self, question: bytes, *, now: datetime) -> bytes:
        """The question with the instant that it is asked for. Raises InvalidFieldsError with what is wrong in it."""
        asked = contract.ExportedQuestion.FromString(question)
        request = _request(asked)
        if not request.HasField("as_of"):
            request.as_of.CopyFrom(_stamp(now))
        requests.as_of(request, now=now)
        requests.known_at(request, now=now)
        requests.people_filter(request.people)
        if isinstance(request, reporting.ReportSkillGapsRequest):
            requests.gap_question(request)
            requests.dimension(request.group_by)
        return asked.SerializeToString()

    def sight(self, question: bytes, *, principal: Principal) -> SeenNow:
        """What this caller may see of the report now. Raises RoleRequiredError where that is nothing at all."""
        request = _request(contract.ExportedQuestion.FromString(question))
        reach = reach_for_figures if isinstance(request, reporting.ReportSkillGapsRequest) else reach_of
        return SeenNow(reach(principal=principal, facts=self._facts_of(self._tenant_id)))

    def parts(self, question: bytes, *, principal: Principal, after: str) -> Iterator[MadePart]:
        """The report behind `after`, part by part, by the rights of now."""
        sight = self.sight(question, principal=principal).sight
        request = _request(contract.ExportedQuestion.FromString(question))
        match request:
            case reporting.ReportSkillGapsRequest():
                made = self._skill_gaps(request, principal)
            case reporting.ReportReadinessRequest():
                made = self._readiness(request, principal, after=after)
            case reporting.ReportRecertificationRequest():
                made = self._recertification(request, principal)
        return (replace(each, sight=sight) for each in made)

    def person_ids(self, content: bytes) -> frozenset[str]:
        """The people who are named in a part."""
        part = contract.ExportedPart.FromString(content)
        return frozenset(each.person_id for each in part.readiness.people) | {
            end.person_id for line in part.recertification.lines for end in line.expiries
        }

    def _skill_gaps(
        self, request: reporting.ReportSkillGapsRequest, principal: Principal
    ) -> Iterator[MadePart]:
        rights, facts = self._facts(request)
        report = report_skill_gaps(
            principal=principal,
            asked=requests.people_filter(request.people),
            question=requests.gap_question(request),
            group_by=requests.dimension(request.group_by),
            as_of=requests.as_of(request, now=self._clock()),
            figures_only=True,
            facts=facts,
            rights=rights,
            workforce=None,
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
            question, after=after, facts=facts, rights=rights, workforce=nobody
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

    def _recertification(
        self, request: reporting.ReportRecertificationRequest, principal: Principal
    ) -> Iterator[MadePart]:
        rights, facts = self._facts(request)
        report = report_recertification(
            principal=principal,
            asked=requests.people_filter(request.people),
            credential_id=request.credential_id or None,
            # A file has a row for each end; groups only count them.
            group_by=None,
            as_of=requests.as_of(request, now=self._clock()),
            facts=facts,
            rights=rights,
        )
        batches = list(_in_parts(report.lines)) or [()]
        for number, lines in enumerate(batches, start=1):
            message = answers.recertification_report(
                RecertificationReport(
                    lines=tuple(lines),
                    groups=(),
                    people_count=report.people_count,
                    freshness=report.freshness,
                )
            )
            yield replace(
                _whole(
                    contract.ExportedPart(recertification=message),
                    rows=sum(len(line.expiries) for line in lines),
                ),
                done=number,
                total=len(batches),
            )

    def _facts(self, request: requests.DatedRequest) -> tuple[Facts, Facts]:
        """The facts of today that give rights, and those to answer by."""
        today = self._facts_of(self._tenant_id)
        known_at = requests.known_at(request, now=self._clock())
        return today, today if known_at is None else self._facts_of(self._tenant_id, known_at=known_at)


def _request(question: contract.ExportedQuestion) -> requests.DatedRequest:
    match question.WhichOneof("report"):
        case "skill_gaps":
            return question.skill_gaps
        case "readiness":
            return question.readiness
        case "recertification":
            return question.recertification
        case _:
            raise InvalidFieldsError([FieldViolation("question", "REQUIRED", "Say which report.")])


def _whole(part: contract.ExportedPart, *, rows: int) -> MadePart:
    return MadePart(content=part.SerializeToString(), sight=Sight.LINE, cursor="", rows=rows, done=1, total=1)


def _in_parts(lines: Sequence[RecertificationLine]) -> Iterator[Sequence[RecertificationLine]]:
    """The lines, at most so many ends at a time; one that has more stands in several parts."""
    waiting: list[RecertificationLine] = []
    room = _ENDS_IN_A_PART
    for line in lines:
        left = line.expiries
        while True:
            waiting.append(replace(line, expiries=left[:room]))
            room, left = room - len(left[:room]), left[room:]
            if room:
                break
            yield waiting
            waiting, room = [], _ENDS_IN_A_PART
            if not left:
                break
    if waiting:
        yield waiting


def _stamp(instant: datetime) -> Timestamp:
    timestamp = Timestamp()
    timestamp.FromDatetime(instant)
    return timestamp
