"""Headers that make a change safe: If-Match and If-None-Match against lost updates, Idempotency-Key against doubles."""

import re
from typing import Annotated, Any

from fastapi import Depends, Header, Response

from cairn_gateway.adapters.http.model import Answer
from cairn_gateway.adapters.http.problems import Located, ProblemError, WrongField

_ETAG = re.compile(r'"([1-9][0-9]{0,17})"')
# A public entry is not what a tenant changes: whoever read one and writes makes the tenant's first version of it.
_PUBLIC_ETAG = re.compile(r'"public-[1-9][0-9]{0,17}"')

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description='The ETag that was read, such as "3": change exactly that version.'),
]
IfNoneMatch = Annotated[
    str | None, Header(alias="If-None-Match", description="`*`: create, and refuse if it is there already.")
]
ConfirmedImpact = Annotated[
    str | None,
    Header(
        alias="X-Cairn-Impact",
        max_length=200,
        description=(
            "`digest` of the entry's impact as it was looked at. Needed where the edit changes what is published; drafts, new entries "
            "and edits that change nothing need none."
        ),
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the client, new for each creation: for 24 hours the same key gives the first answer again.",
    ),
]


def expected_version(if_match: IfMatch = None) -> int:
    """The version that a change starts from; 428 without one."""
    if if_match is None:
        raise ProblemError("PRECONDITION_REQUIRED", "Send If-Match with the ETag that you read.")
    match = _ETAG.fullmatch(if_match.strip())
    if match is None:
        raise ProblemError("PRECONDITION_MALFORMED", 'If-Match takes one ETag such as "3".')
    return int(match[1])


def expected_or_new(if_match: IfMatch = None, if_none_match: IfNoneMatch = None) -> int:
    """The version that a PUT starts from; 0 creates."""
    if if_match is None and if_none_match is not None:
        if if_none_match.strip() != "*":
            raise ProblemError("PRECONDITION_MALFORMED", "If-None-Match takes nothing but *.")
        return 0
    if if_match is not None and if_none_match is not None:
        raise ProblemError("PRECONDITION_MALFORMED", "Send either If-Match or If-None-Match.")
    if if_match is not None and _PUBLIC_ETAG.fullmatch(if_match.strip()):
        return 0
    return expected_version(if_match)


ExpectedVersion = Annotated[int, Depends(expected_version)]
ExpectedOrNew = Annotated[int, Depends(expected_or_new)]


def show_version(response: Response, version: int, *, public: bool = False) -> None:
    """Sets the ETag that the next change has to name; a public entry's differs from that of a tenant's own version of it."""
    response.headers["ETag"] = f'"public-{version}"' if public else f'"{version}"'


def show_created(response: Response, version: int, location: str) -> None:
    """Answers 201 with the new resource's address and ETag."""
    response.status_code = 201
    response.headers["Location"] = location
    show_version(response, version)


def show_saved(response: Response, version: int, location: str, *, created: bool) -> None:
    """Answers a PUT: 201 with the address if it created, else 200; the ETag in both cases."""
    if created:
        show_created(response, version, location)
    else:
        show_version(response, version)


def same_id(name: str, given: str | None, addressed: str) -> None:
    """Refuses a body that names another resource than the URL does."""
    if given is not None and given != addressed:
        wrong = WrongField(
            Located(pointer=f"/{name}"), "OTHER_THAN_IN_URL", "It differs from the id in the URL."
        )
        raise ProblemError("INVALID_FIELDS", f"{name} differs from the id in the URL.", [wrong])


ETAG: dict[str, Any] = {"ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match."}}
_LOCATION: dict[str, Any] = {
    "Location": {"schema": {"type": "string"}, "description": "The new resource's path."}
}
CREATED: dict[int | str, dict[str, Any]] = {
    201: {"description": "It was created.", "headers": {**ETAG, **_LOCATION}}
}


def put_answers(schema: type[Answer]) -> dict[int | str, dict[str, Any]]:
    """What a PUT's documentation says about its two ways to succeed."""
    return {
        200: {"description": "It was changed.", "headers": ETAG},
        201: {"description": "It was created.", "headers": {**ETAG, **_LOCATION}, "model": schema},
    }


def show_accepted(response: Response, version: int, location: str, *, public: bool) -> None:
    """Answers 202 with the address of what was accepted, and the ETag of what stays as it is until then."""
    response.status_code = 202
    response.headers["Location"] = location
    show_version(response, version, public=public)


def accepted_answer(schema: type[Answer]) -> dict[int | str, dict[str, Any]]:
    """What a PUT's documentation says about an edit that waits for its day."""
    headers = {**ETAG, **_LOCATION}
    return {
        202: {
            "description": "It takes effect on its day; Location is the scheduled revision, the body the entry as it is until then.",
            "headers": headers,
            "model": schema,
        }
    }
