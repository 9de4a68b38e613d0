"""What is asked of a report that a job makes: the report's own question, and who is told when it is made."""

from typing import Annotated

from pydantic import Field

from cairn_gateway.adapters.http.pipeline import PipelineQuery
from cairn_gateway.adapters.http.report_bodies import GapsQuery, ReadinessReportQuery, RecertificationQuery
from cairn_gateway.adapters.http.report_files import FormatQuery
from cairn_gateway.adapters.http.trends import TrendsQuery
from cairn_gateway.adapters.http.worth import WorthQuery


class ExportQuery(FormatQuery):
    """As what it is made, and who is told."""

    webhook_endpoint_id: Annotated[str | None, Field(max_length=200)] = None
    """The webhook endpoint that alone is told of its end, for hr and tenant-admin; without it all are that ask for such messages."""


class GapsExportQuery(GapsQuery, ExportQuery):
    """Skill gaps by a job."""


class ReadinessExportQuery(ReadinessReportQuery, ExportQuery):
    """Readiness by a job."""


class RecertificationExportQuery(RecertificationQuery, ExportQuery):
    """Recertification by a job."""


class TrendsExportQuery(TrendsQuery, ExportQuery):
    """Trends by a job."""


class PipelineExportQuery(PipelineQuery, ExportQuery):
    """The pipeline by a job."""


class WorthExportQuery(WorthQuery, ExportQuery):
    """Worth by a job."""
