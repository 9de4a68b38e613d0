"""What a delegate did on behalf of a manager, as it is logged: A for B."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

# An assignment may be for thousands; how many they were is kept, the first of them by name.
MOST_PEOPLE_LOGGED = 100


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing that happened to something of a person, such as `achievement` `verified`."""

    subject: str
    subject_id: str
    happened: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class DelegatedAct:
    """`acted_by` did something for `on_behalf_of`; deeds of the same kind in one call are one act. It is never changed."""

    act_id: str
    version: int
    acted_by: str
    on_behalf_of: str
    subject: str
    subject_id: str
    happened: str
    person_ids: tuple[str, ...]
    people_count: int
    acted_at: datetime


def acts_of(
    deeds: Iterable[Deed],
    *,
    acted_by: str,
    on_behalf_of: Mapping[str, str],
    new_id: Callable[[], str],
    now: datetime,
) -> list[DelegatedAct]:
    """What of these deeds was done for whom; `on_behalf_of` says it by person, and is silent about whom the caller reaches anyway."""
    together: dict[tuple[str, str, str, str], list[str]] = {}
    for deed in deeds:
        if manager_id := on_behalf_of.get(deed.person_id):
            key = (manager_id, deed.subject, deed.subject_id, deed.happened)
            together.setdefault(key, []).append(deed.person_id)
    return [
        DelegatedAct(
            act_id=new_id(),
            version=1,
            acted_by=acted_by,
            on_behalf_of=manager_id,
            subject=subject,
            subject_id=subject_id,
            happened=happened,
            person_ids=tuple(people[:MOST_PEOPLE_LOGGED]),
            people_count=len(people),
            acted_at=now,
        )
        for (manager_id, subject, subject_id, happened), people in together.items()
    ]
