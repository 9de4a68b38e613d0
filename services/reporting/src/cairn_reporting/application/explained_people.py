"""What explanations of figures have in common: pages of people, by person id, and the credentials that count."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cairn_platform.errors import PageTokenInvalidError
from cairn_platform.paging import PageRequest, page_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CountedCredential:
    """A credential of somebody, how often a figure counts it, and the achievements by which."""

    credential_id: str
    credential_name: str
    achievement_ids: Sequence[str]
    times: int


def page_of_people(
    found: Sequence[T], request: PageRequest, *, person_id: Callable[[T], str]
) -> tuple[Sequence[T], str]:
    """The page of people who are in the order of their ids, and where the next one begins. Raises PageTokenInvalidError."""
    following = found
    if request.after:
        (last_seen,) = request.after
        if not isinstance(last_seen, str):
            raise PageTokenInvalidError
        following = found[bisect_right(found, last_seen, key=person_id) :]
    page = page_of(following[: request.size + 1], request=request, key=lambda each: (person_id(each),))
    return page.items, page.next_token
