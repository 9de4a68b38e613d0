"""Job ads: what they ask for, as pasted text or uploaded documents, and what of it a person has. Nothing is stored."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from cairn.catalog.v1 import job_ads_pb2 as messages
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.http import entries, entry_parts
from cairn_gateway.adapters.http.caller import AccessToken, Asking, within
from cairn_gateway.adapters.http.job_ad_bodies import BODY, sent_ads
from cairn_gateway.adapters.http.model import Answer, Draft, Flag, Level
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_parts import Freshness
from cairn_gateway.adapters.http.translation import answer

SECONDS = 18.0
"""So long may the reading of many long ads take; the catalogue refuses what takes longer a little before."""
_WORKING = 2
_PROPOSED_AT_MOST = 100
_PERCENT = 100
_ID_AT_MOST = 100


class AskedKind(StrEnum):
    """What is asked for."""

    TECHNOLOGY = "technology"
    KNOWLEDGE = "knowledge"
    SOFT_SKILL = "soft_skill"
    LANGUAGE = "language"
    TASK = "task"
    LICENCE = "licence"
    CERTIFICATION = "certification"


class AskedSource(StrEnum):
    """Who knows it: the catalogue, Cairn's dictionary of what ads ask for, or nobody but the ad, in whose words it is then."""

    CATALOGUE = "catalogue"
    DICTIONARY = "dictionary"
    PHRASE = "phrase"


class DegreeLevel(StrEnum):
    """How high a degree is; `any` where an ad only says "a degree"."""

    ANY = "any"
    SECONDARY = "secondary"
    VOCATIONAL = "vocational"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


class Mention(Answer):
    """Where an ad asks for something."""

    ad: int
    """Which ad: its place among those sent, from 0."""
    start: int
    """Where it begins in the ad's text, counted in Unicode code points."""
    end: int
    """Where it ends: the first code point behind it."""
    sentence: str
    """The sentence, list item or line that it stands in."""
    sentence_start: int
    """Where the sentence begins in the ad's text."""
    must_have: bool
    """It is asked for as a must; otherwise as welcome, preferred or a plus."""
    level: int | None
    """The level asked for here, 1 to 4; null where none is said."""
    years: int | None
    """The years of experience with it asked for here; null where none are said."""


class AskedFor(Answer):
    """A skill, licence or certification that ads ask for."""

    key: str
    """What tells it from the others; the same words give the same key again."""
    name: str
    """Its name: the catalogue's, else the dictionary's, else the ad's own words."""
    kind: AskedKind
    """What it is."""
    source: AskedSource
    """Who knows it."""
    skill_id: str | None
    """The catalogue's skill; null where it has none."""
    esco_uri: str | None
    """The skill's concept in ESCO; null where it has none."""
    credential_id: str | None
    """The catalogue's credential, for licences and certifications; null where it has none."""
    ad_count: int
    """In how many ads it is asked for."""
    must_have_ad_count: int
    """In how many of these as a must."""
    must_have: bool
    """At least half of the ads that ask for it ask for it as a must."""
    level: int | None
    """The level most often asked for, 1 to 4; null where none is said."""
    years: int | None
    """The most years of experience with it that an ad asks for; null where none are said."""
    mentions: list[Mention]
    """Where it is asked for, by ad and place."""


class AskedDegree(Answer):
    """A degree that an ad asks for."""

    level: DegreeLevel
    """The lowest level that will do."""
    field: str | None
    """The field, in the ad's words; null where none is said."""
    or_equivalent: bool
    """The ad takes equivalent experience or qualification instead."""
    is_hard: bool
    """It is a must, and nothing stands in for it."""
    mention: Mention
    """Where it is asked for."""


class AskedExperience(Answer):
    """Years of experience that an ad asks for."""

    least_years: int
    """At least so many."""
    most_years: int | None
    """At most so many; null where it is open."""
    mention: Mention
    """Where they are asked for."""


class ReadAd(Answer):
    """An ad as it was read: the offsets of mentions count in its text."""

    name: str | None
    """The uploaded file's name; null for pasted text."""
    text: str
    """Its text."""


class JobAdsAnalysis(Answer):
    """What ads ask for together: the shopping list."""

    ads: list[ReadAd]
    """The ads, in the order in which they were sent."""
    skills: list[AskedFor]
    """Skills of every kind: what more ads ask for first, then what is known before phrases."""
    licences: list[AskedFor]
    """Licences, in the same order."""
    certifications: list[AskedFor]
    """Certifications, in the same order."""
    degrees: list[AskedDegree]
    """Degrees, by ad and place."""
    experience: list[AskedExperience]
    """Years of experience, by ad and place."""
    role_proposal: entries.RoleDraft
    """The catalogue's skills, licences and certifications among these as a draft of a role, to be named and sent to POST /roles."""


class WantedSkill(Draft):
    """A skill of the list."""

    skill_id: str
    """The skill."""
    level: Level | None = None
    """The level asked for; null where any will do."""
    must_have: Flag = True
    """It is a must."""


class ComparisonDraft(Draft):
    """Whom to compare with what ads ask for."""

    person_id: str | None = None
    """Who; null is the caller."""
    skills: Annotated[list[WantedSkill], Field(min_length=1, max_length=500)]
    """The skills of the list that the catalogue knows."""


class ComparedSkill(Answer):
    """A skill of the list against one person."""

    skill_id: str
    """The skill."""
    must_have: bool
    """It is a must."""
    asked_level: int | None
    """The level asked for, 1 to 4; null where any will do."""
    held_level: int
    """The level held now, 1 to 4; 0 for none."""


class Comparison(Answer):
    """What a person has of what ads ask for. Each list is in the order of the request."""

    person_id: str
    """Who."""
    held: list[ComparedSkill]
    """Held at the level asked for, or above."""
    short: list[ComparedSkill]
    """Held below the level asked for."""
    missing: list[ComparedSkill]
    """Not held."""
    freshness: Freshness
    """How fresh the person's skills are."""


analysis = APIRouter(prefix="/job-ads", tags=["job-ads"])
comparison = APIRouter(prefix="/job-ads", tags=["job-ads"])


@analysis.post(
    "/analysis",
    operation_id="analyseJobAds",
    summary="Analyse job ads",
    openapi_extra={"requestBody": BODY},
)
async def analyse_job_ads(request: Request, token: AccessToken) -> JobAdsAnalysis:
    """What 1 to 50 ads ask for: skills ranked by in how many ads they occur, with each mention; degrees, licences, certifications and
    years of experience apart. Send texts as JSON, or PDF and DOCX documents as multipart/form-data.
    """
    sent = await sent_ads(request)
    upstream = within(request, token, seconds=SECONDS)
    async with locating(sent.locate):
        found = await upstream.read(
            upstream.job_ads.AnalyseJobAds,
            messages.AnalyseJobAdsRequest(ads=[messages.JobAd(text=ad.text) for ad in sent.ads]),
        )
    return answer(
        JobAdsAnalysis,
        found,
        ads=[ReadAd(name=ad.name, text=ad.text) for ad in sent.ads],
        role_proposal=_proposal(found, ad_count=len(sent.ads)),
    )


def _proposal(found: messages.AnalyseJobAdsResponse, *, ad_count: int) -> entries.RoleDraft:
    """What the catalogue knows of the list, as requirements: a must-have, or weighted by how many of a hundred ads ask for it."""
    known = [
        each
        for each in (*found.skills, *found.licences, *found.certifications)
        if each.skill_id or each.credential_id
    ]
    return entries.RoleDraft(
        lifecycle=entry_parts.Lifecycle(state=entry_parts.EntryState.DRAFT),
        name="",
        description=f"What {ad_count} job ads ask for." if ad_count > 1 else "What a job ad asks for.",
        requirements=[_requirement(each, ad_count) for each in known[:_PROPOSED_AT_MOST]],
    )


def _requirement(asked: messages.AskedFor, ad_count: int) -> entry_parts.RoleRequirement:
    weight = None if asked.must_have else max(1, asked.ad_count * _PERCENT // ad_count)
    if asked.credential_id:
        return entry_parts.RoleRequirement(
            requirement_id=f"credential-{asked.credential_id}"[:_ID_AT_MOST],
            credential_id=asked.credential_id,
            weight=weight,
        )
    level = asked.level or _WORKING
    return entry_parts.RoleRequirement(
        requirement_id=f"skill-{asked.skill_id}"[:_ID_AT_MOST],
        skill=entry_parts.SkillLevel(skill_id=asked.skill_id, level=level),
        weight=weight,
    )


@comparison.post(
    "/comparison",
    operation_id="compareWithJobAds",
    summary="Compare a person with what ads ask for",
    responses=responses(404),
)
async def compare_with_job_ads(upstream: Asking, draft: ComparisonDraft) -> Comparison:
    """What somebody holds of a list of skills, and what is missing: of oneself, of one's own line, or of everybody for HR."""
    profile = await upstream.report(
        upstream.reporting.GetSkillProfile, reporting.GetSkillProfileRequest(person_id=draft.person_id or "")
    )
    levels = {each.skill_id: int(each.level) for each in profile.skills}
    compared = [
        ComparedSkill(
            skill_id=wanted.skill_id,
            must_have=wanted.must_have,
            asked_level=wanted.level,
            held_level=levels.get(wanted.skill_id, 0),
        )
        for wanted in draft.skills
    ]
    return Comparison(
        person_id=profile.person_id,
        held=[each for each in compared if each.held_level >= (each.asked_level or 1)],
        short=[each for each in compared if 0 < each.held_level < (each.asked_level or 1)],
        missing=[each for each in compared if not each.held_level],
        freshness=answer(Freshness, profile.freshness),
    )
