"""The RPC of QualityService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable
from datetime import datetime

import grpc

from cairn.catalog.v1 import quality_pb2 as pb
from cairn.catalog.v1 import quality_pb2_grpc
from cairn_catalog.application.issuer_registry import IssuerTrusts
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.quality import assess_credential
from cairn_catalog.domain.quality import Cap, Grade, Signal, SignalLine
from cairn_platform.grpc import call as calls


class QualityServicer(quality_pb2_grpc.QualityServiceServicer):
    """Answers for the tenant of the call's token; `catalogue_of` and `trusts_of` give what a tenant sees and thinks."""

    def __init__(
        self,
        *,
        catalogue_of: Callable[[str], Catalogue],
        trusts_of: Callable[[str], IssuerTrusts],
        clock: Callable[[], datetime],
    ) -> None:
        self._catalogue_of = catalogue_of
        self._trusts_of = trusts_of
        self._clock = clock

    def GetQuality(
        self, request: pb.GetQualityRequest, context: grpc.ServicerContext
    ) -> pb.GetQualityResponse:
        """A credential's grade with the signals and caps that made it."""
        tenant_id = calls.current.get().principal.tenant_id
        seen, found = assess_credential(
            self._catalogue_of(tenant_id),
            self._trusts_of(tenant_id),
            request.credential_id,
            on=self._clock().date(),
        )
        return pb.GetQualityResponse(
            credential_id=seen.entry.id,
            credential_version=seen.entry.version,
            grade=_grade(found.grade),
            points=found.points,
            lines=[_line(each) for each in found.lines],
            caps=[_cap(each) for each in found.caps],
            unknown=[_signal(each) for each in found.unknown],
        )


def _grade(grade: Grade) -> pb.QualityGrade.ValueType:
    return pb.QualityGrade.Value(f"QUALITY_GRADE_{grade.name}")


def _signal(signal: Signal) -> pb.QualitySignal.ValueType:
    return pb.QualitySignal.Value(f"QUALITY_SIGNAL_{signal.name}")


def _line(line: SignalLine) -> pb.QualityLine:
    return pb.QualityLine(
        signal=_signal(line.signal), is_known=line.is_known, points=line.points, sentence=line.sentence
    )


def _cap(cap: Cap) -> pb.QualityCap:
    return pb.QualityCap(
        grade=_grade(cap.grade), signals=[_signal(each) for each in cap.signals], sentence=cap.sentence
    )
