"""The servicers of trends, the pipeline, worth, explanations and what-if over a world of facts: on a server, or asked as it would."""

from collections.abc import Callable, Sequence
from contextvars import copy_context
from datetime import datetime
from functools import partial
from typing import Any
from unittest.mock import Mock

import grpc
from google.protobuf.message import Message

from cairn.reporting.v1.pipeline_pb2_grpc import add_PipelineServiceServicer_to_server
from cairn.reporting.v1.trends_pb2_grpc import add_TrendsServiceServicer_to_server
from cairn.reporting.v1.worth_pb2_grpc import add_WorthServiceServicer_to_server
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc.explanations_servicer import ReportExplanationsServicer
from cairn_reporting.adapters.grpc.pipeline_servicer import PipelineServicer
from cairn_reporting.adapters.grpc.trends_servicer import TrendsServicer
from cairn_reporting.adapters.grpc.what_if_servicer import WhatIfServicer
from cairn_reporting.adapters.grpc.worth_servicer import WorthServicer
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from tests.support.reporting.world import World


def _servicers(
    world: World, now: datetime, workforces: WorkforceOf = nobodys
) -> tuple[TrendsServicer, PipelineServicer, WorthServicer, ReportExplanationsServicer]:
    return (
        TrendsServicer(facts_of=world.facts, clock=lambda: now, workforces=workforces),
        PipelineServicer(
            facts_of=world.facts,
            enrolments_of=world.enrolments,
            clock=lambda: now,
            workforces=workforces,
        ),
        WorthServicer(facts_of=world.facts, clock=lambda: now, workforces=workforces),
        ReportExplanationsServicer(facts_of=world.facts, enrolments_of=world.enrolments, clock=lambda: now),
    )


def further_services(world: World, *, now: datetime) -> Sequence[Callable[[grpc.Server], None]]:
    """What adds each of them to a server."""
    trends, pipeline, worth, _ = _servicers(world, now)
    return (
        partial(add_TrendsServiceServicer_to_server, trends),
        partial(add_PipelineServiceServicer_to_server, pipeline),
        partial(add_WorthServiceServicer_to_server, worth),
    )


def ask(
    world: World,
    caller: Principal,
    *,
    now: datetime,
    method: str,
    request: Message,
    workforces: WorkforceOf = nobodys,
) -> Any:
    """The answer, or the error that the interceptor would turn into a status."""
    supposing = WhatIfServicer(facts_of=world.facts, clock=lambda: now, workforces=workforces)
    behaviour = next(
        getattr(each, method)
        for each in (*_servicers(world, now, workforces), supposing)
        if hasattr(type(each), method)
    )

    def in_call() -> Message:
        calls.current.set(calls.Call(principal=caller, idempotency_key=""))
        answer: Message = behaviour(request, Mock())
        return answer

    return copy_context().run(in_call)
