"""A report's question as JSON: what stands in the query of the report's own path, by the same names."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi.exceptions import RequestValidationError
from pydantic import Field, Strict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from cairn.reporting.v1.report_exports_pb2 import ExportedQuestion
from cairn_gateway.adapters.http.locating import Locate, pointer
from cairn_gateway.adapters.http.pipeline import PipelineQuery, pipeline_question
from cairn_gateway.adapters.http.problems import Located
from cairn_gateway.adapters.http.report_answers import (
    readiness_report_question,
    recertification_question,
    skill_gaps_question,
)
from cairn_gateway.adapters.http.report_bodies import GapsQuery, ReadinessReportQuery, RecertificationQuery
from cairn_gateway.adapters.http.report_filters import IN_QUERY
from cairn_gateway.adapters.http.report_rows import ReportName
from cairn_gateway.adapters.http.trends import TRENDS_IN_QUERY, TrendsQuery, trends_question
from cairn_gateway.adapters.http.worth import WORTH_IN_QUERY, WorthQuery, worth_question


def _as_one_value(value: object, check: ValidatorFunctionWrapHandler) -> object:
    """Says what may stand there once, and not for each of the kinds."""
    try:
        return check(value)
    except ValidationError as error:
        raise PydanticCustomError(
            "not_a_value",
            "Write text, a whole number up to 2,147,483,647, true or false, or a list of texts.",
        ) from error


_Number = Annotated[int, Strict(), Field(ge=-(2**31), le=2**31 - 1)]
WrittenQuestion = dict[str, Annotated[str | bool | _Number | list[str], WrapValidator(_as_one_value)]]


@dataclass(frozen=True, kw_only=True)
class _Report:
    """How a report is asked, and where in its query the fields of reporting's question are."""

    asked: Callable[[WrittenQuestion], ExportedQuestion]
    locate: Locate


_REPORTS: Mapping[ReportName, _Report] = {
    ReportName.SKILL_GAPS: _Report(
        asked=lambda written: ExportedQuestion(
            skill_gaps=skill_gaps_question(GapsQuery.model_validate(written))
        ),
        locate=IN_QUERY,
    ),
    ReportName.READINESS: _Report(
        asked=lambda written: ExportedQuestion(
            readiness=readiness_report_question(ReadinessReportQuery.model_validate(written))
        ),
        locate=IN_QUERY,
    ),
    ReportName.RECERTIFICATION: _Report(
        asked=lambda written: ExportedQuestion(
            recertification=recertification_question(RecertificationQuery.model_validate(written))
        ),
        locate=IN_QUERY,
    ),
    ReportName.TRENDS: _Report(
        asked=lambda written: ExportedQuestion(trends=trends_question(TrendsQuery.model_validate(written))),
        locate=TRENDS_IN_QUERY,
    ),
    ReportName.PIPELINE: _Report(
        asked=lambda written: ExportedQuestion(
            pipeline=pipeline_question(PipelineQuery.model_validate(written))
        ),
        locate=IN_QUERY,
    ),
    ReportName.WORTH: _Report(
        asked=lambda written: ExportedQuestion(worth=worth_question(WorthQuery.model_validate(written))),
        locate=WORTH_IN_QUERY,
    ),
}
# How the answer is sent is said beside the question, and a saved report has no pages.
_NO_PART = ("format", "limit", "cursor")


def asked(report: ReportName, written: WrittenQuestion) -> ExportedQuestion:
    """The question as reporting is asked. Raises RequestValidationError for parameters that the report has not, or not so."""
    wrong = [_unknown(name) for name in _NO_PART if name in written]
    if wrong:
        raise RequestValidationError(wrong)
    try:
        return _REPORTS[report].asked(written)
    except ValidationError as error:
        raise RequestValidationError(
            [{**each, "loc": ("body", "query", *each["loc"])} for each in error.errors()]
        ) from error


def as_text(written: WrittenQuestion) -> str:
    """The question as reporting keeps it for whoever reads it again."""
    return json.dumps(written, sort_keys=True, ensure_ascii=False)


def from_text(text: str) -> WrittenQuestion | None:
    """The question that was kept so; None where nothing, or something else, was kept."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def in_written(report: ReportName, path: str) -> Located:
    """Where in the JSON the field of reporting's question is."""
    return Located(pointer=pointer(["query", str(_REPORTS[report].locate(path).parameter)]))


def _unknown(name: str) -> dict[str, Any]:
    return {
        "loc": ("body", "query", name),
        "type": "extra_forbidden",
        "msg": "A saved report's question has no such parameter.",
    }
