"""The RPC of JobAdsService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

import time
from collections.abc import Callable, Mapping

import grpc

from cairn.catalog.v1 import job_ads_pb2 as pb
from cairn.catalog.v1 import job_ads_pb2_grpc
from cairn_catalog.adapters.contract.enums import LEVELS
from cairn_catalog.application.job_ads import analyse_job_ads
from cairn_catalog.domain.job_ads.analysis import Asked, AskedDegree, AskedExperience, Mention, Source
from cairn_catalog.domain.job_ads.qualifications import DegreeLevel
from cairn_catalog.domain.job_ads.terms import Lexicon, TermKind
from cairn_platform.grpc import call as calls

KINDS: Mapping[TermKind, "pb.AskedKind.ValueType"] = {
    TermKind.TECHNOLOGY: pb.ASKED_KIND_TECHNOLOGY,
    TermKind.KNOWLEDGE: pb.ASKED_KIND_KNOWLEDGE,
    TermKind.SOFT_SKILL: pb.ASKED_KIND_SOFT_SKILL,
    TermKind.LANGUAGE: pb.ASKED_KIND_LANGUAGE,
    TermKind.TASK: pb.ASKED_KIND_TASK,
    TermKind.LICENCE: pb.ASKED_KIND_LICENCE,
    TermKind.CERTIFICATION: pb.ASKED_KIND_CERTIFICATION,
}
SOURCES: Mapping[Source, "pb.AskedSource.ValueType"] = {
    Source.CATALOGUE: pb.ASKED_SOURCE_CATALOGUE,
    Source.DICTIONARY: pb.ASKED_SOURCE_DICTIONARY,
    Source.PHRASE: pb.ASKED_SOURCE_PHRASE,
}
DEGREE_LEVELS: Mapping[DegreeLevel, "pb.DegreeLevel.ValueType"] = {
    level: pb.DegreeLevel.Value(f"DEGREE_LEVEL_{level.name}") for level in DegreeLevel
}

Context = grpc.ServicerContext


class JobAdsServicer(job_ads_pb2_grpc.JobAdsServiceServicer):
    """Answers for the tenant of the call's token. `lexicon_of` gives what a tenant's ads are read with."""

    def __init__(self, *, lexicon_of: Callable[[str], Lexicon]) -> None:
        self._lexicon_of = lexicon_of

    def AnalyseJobAds(self, request: pb.AnalyseJobAdsRequest, context: Context) -> pb.AnalyseJobAdsResponse:
        """What the ads ask for together."""
        tenant_id = calls.current.get().principal.tenant_id
        analysis = analyse_job_ads(
            lambda: self._lexicon_of(tenant_id),
            texts=[each.text for each in request.ads],
            monotonic=time.monotonic,
        )
        return pb.AnalyseJobAdsResponse(
            skills=map(_asked, analysis.skills),
            licences=map(_asked, analysis.licences),
            certifications=map(_asked, analysis.certifications),
            degrees=map(_degree, analysis.degrees),
            experience=map(_experience, analysis.experience),
        )


def _asked(asked: Asked) -> pb.AskedFor:
    return pb.AskedFor(
        key=asked.key,
        name=asked.term.name,
        kind=KINDS[asked.term.kind],
        source=SOURCES[asked.source],
        skill_id=asked.term.skill_id,
        esco_uri=asked.term.esco_uri,
        credential_id=asked.term.credential_id,
        ad_count=asked.ad_count,
        must_have_ad_count=asked.must_have_ad_count,
        must_have=asked.must_have,
        level=LEVELS[asked.level],
        years=asked.years,
        mentions=map(_mention, asked.mentions),
    )


def _degree(degree: AskedDegree) -> pb.AskedDegree:
    return pb.AskedDegree(
        level=DEGREE_LEVELS[degree.level],
        field=degree.field,
        or_equivalent=degree.or_equivalent,
        is_hard=degree.is_hard,
        mention=_mention(degree.mention),
    )


def _experience(experience: AskedExperience) -> pb.AskedExperience:
    return pb.AskedExperience(
        least_years=experience.least_years,
        most_years=experience.most_years,
        mention=_mention(experience.mention),
    )


def _mention(mention: Mention) -> pb.Mention:
    return pb.Mention(
        ad=mention.ad,
        start=mention.start,
        end=mention.end,
        sentence=mention.sentence,
        sentence_start=mention.sentence_start,
        must_have=mention.must_have,
        level=LEVELS[mention.level],
        years=mention.years,
    )
