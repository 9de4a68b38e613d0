"""What a tenant settles about its reports."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, Strict

from cairn.reporting.v1 import report_settings_pb2 as contract
from cairn_gateway.adapters.http import preconditions
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Draft
from cairn_gateway.adapters.http.preconditions import ExpectedVersion
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, request


class RankedAssessor(StrEnum):
    """Whose assessments can hold beside the own."""

    REVIEWER = "reviewer"
    MANAGER = "manager"
    PEER = "peer"


class SkillAgeing(Draft):
    """For how long assessments of a skill speak."""

    skill_id: str
    """The skill."""
    months: Annotated[int, Strict(), Field(ge=1, le=600)]
    """For so many months from the day of the assessment, 1 to 600."""


class ReportSettingsDraft(Draft):
    """Whose assessments hold, and how small a figure may be."""

    ranking: list[RankedAssessor]
    """Whose assessment outdoes whose, the highest-ranking first, each at most once; who is not named does not speak."""
    self_ratings_count: Annotated[bool, Strict()]
    """A self-rating counts where nobody of the ranking has spoken."""
    ageing: Annotated[list[SkillAgeing], Field(max_length=1000)]
    """Skills whose assessments grow old, each once; those of other skills speak for ever."""
    smallest_cell: Annotated[int, Strict(), Field(ge=1, le=1000)]
    """How many people a figure is about at least where the viewer may not see persons, 1 to 1000."""


class AgeingSkill(Answer):
    """For how long assessments of a skill speak."""

    skill_id: str
    """The skill."""
    months: int
    """For so many months from the day of the assessment."""


class ReportSettings(Answer):
    """Whose assessments hold, and how small a figure may be."""

    ranking: list[RankedAssessor]
    """Whose assessment outdoes whose, the highest-ranking first; who is not named does not speak."""
    self_ratings_count: bool
    """A self-rating counts where nobody of the ranking has spoken."""
    ageing: list[AgeingSkill]
    """Skills whose assessments grow old; those of other skills speak for ever."""
    smallest_cell: int
    """How many people a figure is about at least where the viewer may not see persons."""


router = APIRouter(tags=["reports"])


@router.get(
    "/reports/settings",
    operation_id="getReportSettings",
    summary="Get what is settled about reports",
    responses={200: {"headers": preconditions.ETAG}, **responses()},
)
async def get_report_settings(upstream: Asking, response: Response) -> ReportSettings:
    """The defaults where nothing is settled. Needs hr or tenant-admin."""
    found = await upstream.read(
        upstream.report_settings.GetReportSettings, contract.GetReportSettingsRequest()
    )
    preconditions.show_version(response, found.version)
    return answer(ReportSettings, found.settings)


@router.put(
    "/reports/settings",
    operation_id="putReportSettings",
    summary="Settle how reports are made",
    responses={200: {"headers": preconditions.ETAG}, **responses(412, 428)},
)
async def put_report_settings(
    upstream: Asking, draft: ReportSettingsDraft, expected: ExpectedVersion, response: Response
) -> ReportSettings:
    """From then on it holds for reports of every date, the past too. Needs tenant-admin."""
    async with locating(in_body(wrapper="settings")):
        saved = await upstream.write(
            upstream.report_settings.SetReportSettings,
            contract.SetReportSettingsRequest(
                settings=request(draft, contract.ReportSettings), expected_version=expected
            ),
        )
    preconditions.show_version(response, saved.version)
    return answer(ReportSettings, saved.settings)
