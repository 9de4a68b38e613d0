"""What the groups of a report are called: departments and managers by learners, roles by the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from cairn_gateway.adapters.grpc.names import department_names, people_names, role_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.model import Answer
from cairn_gateway.adapters.http.report_parts import Dimension

GroupedT = TypeVar("GroupedT", bound=Answer)


async def with_group_names(
    upstream: Upstream, grouped: Sequence[GroupedT], dimension: Dimension | None
) -> list[GroupedT]:
    """The groups, or the rows about them, with the names that the caller may know in `group_name`."""
    ids = [getattr(each, "group", None) or "" for each in grouped] if dimension else []
    names = await _names(upstream, dimension, ids) if any(ids) else {}
    if not names:
        return list(grouped)
    return [
        each.model_copy(update={"group_name": names.get(group)})
        for each, group in zip(grouped, ids, strict=True)
    ]


async def _names(upstream: Upstream, dimension: Dimension | None, ids: Iterable[str]) -> Mapping[str, str]:
    match dimension:
        case Dimension.DEPARTMENT:
            return await department_names(upstream, ids)
        case Dimension.ROLE:
            return await role_names(upstream, ids)
        case Dimension.MANAGER:
            return await people_names(upstream, ids)
        case _:
            return {}
