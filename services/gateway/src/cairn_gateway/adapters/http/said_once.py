"""Parameters that are said twice: only a list takes more than one."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, get_args, get_origin

from fastapi import Request
from fastapi.routing import APIRoute

from cairn_gateway.adapters.http.model import Model
from cairn_gateway.adapters.http.problems import Located, ProblemError, WrongField


async def said_once(request: Request) -> None:
    """Refuses a parameter that is given more than once and is no list: nobody could tell which of them counts."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    repeated = {name for name, count in given.items() if count > 1}
    if repeated and (wrong := sorted(repeated & _single_parameters(request.scope["route"]))):
        detail = "Give this parameter once."
        fields = [WrongField(Located(parameter=each), "GIVEN_TWICE", detail) for each in wrong]
        raise ProblemError("INVALID_FIELDS", "One or more fields are wrong.", fields)


def _single_parameters(route: APIRoute) -> set[str]:
    """The parameters of the query that are no lists."""
    return {
        name
        for field in route.dependant.query_params
        for name, annotation in _parameters(field.alias, field.field_info.annotation)
        if list not in {get_origin(each) for each in (annotation, *get_args(annotation))}
    }


def _parameters(name: str, annotation: Any) -> Iterable[tuple[str, Any]]:
    """Those of a schema that all of the query fills, or the one that this is."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [(info.alias or field, info.annotation) for field, info in annotation.model_fields.items()]
    return [(name, annotation)]
