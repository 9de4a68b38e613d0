"""The server around every call, on a real channel: tokens, errors, idempotency keys, deadlines, health."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from cairn.catalog.v1 import catalog_service_pb2 as contract
from cairn.catalog.v1 import entries_pb2
from cairn_platform.auth.keyset import KeySet
from cairn_platform.auth.verifier import TokenVerifier
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError, NotYetError
from cairn_platform.grpc import call as calls
from cairn_platform.grpc.server import LIVENESS, build_server
from cairn_platform.settings import GrpcSettings
from tests.support.tokens import ISSUER, Mint
from tests.support.waiting import wait_until

MINT = Mint()
METHOD = "/cairn.catalog.v1.CatalogService/GetSkill"
PORT = 17_391


def _get_skill(request: contract.GetSkillRequest, context: grpc.ServicerContext) -> contract.GetSkillResponse:
    del context
    if request.skill_id == "unknown":
        raise NotFoundError("skill")
    if request.skill_id == "wrong":
        raise InvalidFieldsError([FieldViolation("skill_id", "NOT_A_SLUG", "It is no slug.")])
    if request.skill_id == "soon":
        raise NotYetError("It is being read.", wait=timedelta(seconds=5))
    if request.skill_id == "broken":
        raise RuntimeError("a secret")
    principal = calls.current.get().principal
    return contract.GetSkillResponse(
        skill=entries_pb2.Skill(skill_id=request.skill_id, name=principal.tenant_id)
    )


def _register(server: grpc.Server) -> None:
    handler: Any = grpc.unary_unary_rpc_method_handler(
        _get_skill,
        request_deserializer=contract.GetSkillRequest.FromString,
        response_serializer=contract.GetSkillResponse.SerializeToString,
    )
    generic = grpc.method_handlers_generic_handler("cairn.catalog.v1.CatalogService", {"GetSkill": handler})
    server.add_generic_rpc_handlers((generic,))


@contextmanager
def _started(
    settings: GrpcSettings, *, ready: bool, without_token: frozenset[str] = frozenset()
) -> Iterator[grpc.Channel]:
    server, readiness = build_server(
        settings,
        verifier=TokenVerifier(keys=KeySet(MINT.jwks), issuer=ISSUER, audience="cairn-catalog"),
        register=_register,
        service_names=(),
        ready=lambda: ready,
        without_token=without_token,
    )
    server.start()
    readiness.watch()
    with grpc.insecure_channel(settings.listen) as open_channel:
        yield open_channel
    readiness.drain()
    server.stop(grace=0).wait()


@pytest.fixture(scope="module")
def channel() -> Iterator[grpc.Channel]:
    """A channel to a server that answers GetSkill."""
    with _started(GrpcSettings(listen=f"127.0.0.1:{PORT}"), ready=True) as open_channel:
        yield open_channel


def _call(channel: grpc.Channel, skill_id: str, **metadata: str) -> contract.GetSkillResponse:
    sent = {
        "authorization": f"Bearer {MINT.token()}",
        **{key.replace("_", "-"): value for key, value in metadata.items()},
    }
    method: Any = channel.unary_unary(
        METHOD,
        request_serializer=contract.GetSkillRequest.SerializeToString,
        response_deserializer=contract.GetSkillResponse.FromString,
    )
    answer: contract.GetSkillResponse = method(
        contract.GetSkillRequest(skill_id=skill_id), timeout=5, metadata=list(sent.items())
    )
    return answer


def _refusal(channel: grpc.Channel, skill_id: str, **metadata: str) -> tuple[grpc.StatusCode, str, str]:
    with pytest.raises(grpc.RpcError) as refused:
        _call(channel, skill_id, **metadata)
    error: Any = refused.value
    info = error_details_pb2.ErrorInfo()
    rpc_status.from_call(error).details[0].Unpack(info)
    return error.code(), info.reason, error.details()


def test_a_call_with_a_good_token_is_answered_for_its_tenant(channel: grpc.Channel) -> None:
    assert _call(channel, "python").skill.name == "acme"


@pytest.mark.parametrize(
    ("authorization", "reason"),
    [
        ("", "TOKEN_MISSING"),
        ("Basic abc", "TOKEN_MISSING"),
        ("Bearer abc", "TOKEN_INVALID"),
        (f"Bearer {MINT.token(organization=[])}", "TENANT_NOT_NAMED"),
        (f"Bearer {MINT.token(exp=1)}", "TOKEN_EXPIRED"),
    ],
)
def test_a_call_without_a_good_token_is_refused(
    channel: grpc.Channel, authorization: str, reason: str
) -> None:
    code, found, _ = _refusal(channel, "python", authorization=authorization)
    assert (code, found) == (grpc.StatusCode.UNAUTHENTICATED, reason)


def test_a_refusal_comes_with_status_and_reason(channel: grpc.Channel) -> None:
    assert _refusal(channel, "unknown") == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND", "There is no such skill.")


def test_wrong_fields_are_named(channel: grpc.Channel) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        _call(channel, "wrong")
    bad = error_details_pb2.BadRequest()
    rpc_status.from_call(refused.value).details[1].Unpack(bad)  # type: ignore[arg-type]
    (violation,) = bad.field_violations
    assert (violation.field, violation.reason) == ("skill_id", "NOT_A_SLUG")


def test_what_is_worth_asking_again_says_when(channel: grpc.Channel) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        _call(channel, "soon")
    again = error_details_pb2.RetryInfo()
    rpc_status.from_call(refused.value).details[1].Unpack(again)  # type: ignore[arg-type]
    assert refused.value.code() == grpc.StatusCode.UNAVAILABLE
    assert again.retry_delay.ToTimedelta() == timedelta(seconds=5)


def test_a_fault_of_ours_says_nothing_of_its_inside(channel: grpc.Channel) -> None:
    code, reason, text = _refusal(channel, "broken")
    assert (code, reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert "secret" not in text


def test_an_idempotency_key_that_is_too_long_is_refused(channel: grpc.Channel) -> None:
    assert _refusal(channel, "python", idempotency_key="k" * 256)[1] == "INVALID_FIELDS"


def test_health_needs_no_token(channel: grpc.Channel) -> None:
    wait_until(lambda: _health(channel) == health_pb2.HealthCheckResponse.SERVING, what="readiness")


def test_a_server_whose_store_is_away_lives_but_is_not_ready() -> None:
    with _started(GrpcSettings(listen=f"127.0.0.1:{PORT + 1}"), ready=False) as channel:
        assert _health(channel) == health_pb2.HealthCheckResponse.NOT_SERVING
        assert _health(channel, LIVENESS) == health_pb2.HealthCheckResponse.SERVING


def _health(channel: grpc.Channel, service: str = "") -> int:
    stub: Any = health_pb2_grpc.HealthStub(channel)
    return int(stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=5).status)


def _sent_without_token(channel: grpc.Channel) -> contract.GetSkillResponse:
    asked = channel.unary_unary(
        METHOD,
        request_serializer=contract.GetSkillRequest.SerializeToString,
        response_deserializer=contract.GetSkillResponse.FromString,
    )
    return asked(contract.GetSkillRequest(skill_id="marketing"), timeout=5)


def test_only_the_methods_named_are_open_without_a_token_and_have_no_tenant(channel: grpc.Channel) -> None:
    settings = GrpcSettings(listen=f"127.0.0.1:{PORT + 1}")
    assert _call(channel, "marketing").skill.name
    with _started(settings, ready=True, without_token=frozenset({METHOD})) as open_channel:
        answer = _sent_without_token(open_channel)
        with_a_token = _call(open_channel, "marketing")
    assert (answer.skill.name, with_a_token.skill.name) == ("", "")
    with pytest.raises(grpc.RpcError) as refused:
        _sent_without_token(channel)
    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
