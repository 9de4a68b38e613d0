"""What a schema calls wrong, in a sentence for people: pydantic's own sentences speak to who wrote the schema."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic_core.core_schema import ErrorType

from cairn_gateway.adapters.http.model import NOT_A_DAY, NOT_AN_INSTANT
from cairn_gateway.adapters.http.report_bodies import SKILL_AT_A_LEVEL
from cairn_gateway.adapters.http.trends import MONTH

_WHOLE_NUMBER = "Write a whole number."
_TRUE_OR_FALSE = "Write true or false."
_OBJECT = "Write an object with fields."
_SENTENCES: Mapping[str, str] = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field or parameter here.",
    "enum": "Write one of {expected}.",
    "literal_error": "Write {expected}.",
    "string_type": "Write text.",
    "string_too_short": "Write at least {min_length} characters.",
    "string_too_long": "Write at most {max_length} characters.",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "int_parsing_size": "Write a smaller number.",
    "float_type": "Write a number.",
    "float_parsing": "Write a number.",
    "bool_type": _TRUE_OR_FALSE,
    "bool_parsing": _TRUE_OR_FALSE,
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
    "list_type": "Write a list.",
    "too_short": "Name {min_length} or more.",
    "too_long": "Name {max_length} at most.",
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "date_from_datetime_parsing": NOT_A_DAY,
    "date_parsing": NOT_A_DAY,
    "datetime_from_date_parsing": NOT_AN_INSTANT,
    "datetime_parsing": NOT_AN_INSTANT,
    "timezone_aware": NOT_AN_INSTANT,
}
_FORMS: Mapping[str, str] = {
    MONTH: "Write the month as YYYY-MM.",
    SKILL_AT_A_LEVEL: "Write a skill with a level from 1 to 4, such as python:3.",
}
"""Of texts that have to have a form, by their pattern."""

_OF_PYDANTIC = frozenset(get_args(ErrorType))


def detail_of(wrong: Mapping[str, Any]) -> str:
    """The sentence for one of pydantic's errors; those that the schemas raise themselves have theirs."""
    kind, about = str(wrong["type"]), wrong.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return _FORMS.get(about["pattern"], "Write it in the form that is asked for.")
    if kind in _SENTENCES:
        return _SENTENCES[kind].format_map(about)
    return "This cannot be read here." if kind in _OF_PYDANTIC else str(wrong["msg"])
