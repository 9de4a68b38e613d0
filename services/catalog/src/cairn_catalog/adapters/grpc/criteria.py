"""What a list call asks for."""

from collections.abc import Iterable

from cairn.catalog.v1 import catalog_service_pb2 as pb
from cairn_catalog.adapters.contract.enums import KINDS, member
from cairn_catalog.domain.listing import Criteria
from cairn_platform.errors import FieldViolation, InvalidFieldsError

PlainRequest = (
    pb.ListIssuersRequest
    | pb.ListPlatformsRequest
    | pb.ListSkillsRequest
    | pb.ListStacksRequest
    | pb.ListLearningPathsRequest
    | pb.ListRolesRequest
    | pb.ListLaddersRequest
)


def plain_criteria(request: PlainRequest, ids: Iterable[str]) -> Criteria:
    """Which entries are asked for."""
    return Criteria(query=request.query, ids=frozenset(ids), retired=request.include_retired)


def credential_criteria(request: pb.ListCredentialsRequest) -> Criteria:
    """Which credentials are asked for; raises InvalidFieldsError for a kind that does not exist."""
    kinds = [member(KINDS, number) for number in request.kinds]
    violations = [
        FieldViolation(f"kinds[{index}]", "OUT_OF_RANGE", "There is no such kind of credential.")
        for index, kind in enumerate(kinds)
        if kind is None
    ]
    if violations:
        raise InvalidFieldsError(violations)
    return Criteria(
        query=request.query,
        ids=frozenset(request.credential_ids),
        kinds=frozenset(kind for kind in kinds if kind is not None),
        issuer_id=request.issuer_id,
        skill_id=request.skill_id,
        retired=request.include_retired,
    )
