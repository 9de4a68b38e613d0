"""Responsibilities as HR in MongoDB, and who works in departments."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from cairn_learners.adapters.hr_responsibility_messages import hr_responsibility_state
from cairn_learners.adapters.mongo.documents import HrResponsibilityDocument
from cairn_learners.adapters.mongo.exceptions import span_document, span_from, withdrawal_from
from cairn_learners.application import orders
from cairn_learners.domain.hr_responsibilities import HrResponsibility
from cairn_learners.domain.people import Person
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind, TenantStore

_DESCENDING = -1


class MongoHrResponsibilities:
    """Implements `HrResponsibilitiesStore`."""

    def __init__(self, store: TenantStore) -> None:
        self._store = store

    def get(self, responsibility_id: str) -> HrResponsibility | None:
        """The responsibility with this id."""
        return self._store.get(HrResponsibility, responsibility_id)

    def of_person(self, person_id: str) -> Sequence[HrResponsibility]:
        """All that this person was ever given."""
        return self._store.find(HrResponsibility, {"person_id": person_id})

    def list(self, person_id: str | None, *, after: str | None, at_most: int) -> Sequence[HrResponsibility]:
        """Those of this person, or (None) everybody's, the newest first."""
        who: Document = {"person_id": person_id} if person_id else {}
        behind: Document = {"given_order": {"$lt": after}} if after is not None else {}
        newest_first = [("given_order", _DESCENDING)]
        return self._store.find(HrResponsibility, {**who, **behind}, sort=newest_first, limit=at_most)

    def people_in(self, department_ids: Iterable[str]) -> frozenset[str]:
        """Everybody who has a position in one of these departments: the ids alone, each kind of position by an index of its own."""
        wanted = sorted(department_ids)
        people = self._store.collection(Person)
        beside = {"further_positions.department_id": {"$in": wanted, "$type": "string"}}
        return frozenset(
            each["person_id"]
            for where in ({"department_id": {"$in": wanted}}, beside)
            for each in people.find(where, projection={"_id": 0, "person_id": 1})
        )


def _document(responsibility: HrResponsibility) -> Document:
    return {
        "responsibility_id": responsibility.responsibility_id,
        "person_id": responsibility.person_id,
        "department_ids": list(responsibility.department_ids),
        **span_document(responsibility.span),
        "given_by": responsibility.given_by,
        "given_at": responsibility.given_at,
        "withdrawal": asdict(responsibility.withdrawal) if responsibility.withdrawal else None,
        "given_order": orders.by_given_at(responsibility),
    }


def _from(document: Document) -> HrResponsibility:
    return HrResponsibility(
        responsibility_id=document["responsibility_id"],
        version=document["version"],
        person_id=document["person_id"],
        department_ids=tuple(document["department_ids"]),
        span=span_from(document),
        given_by=document["given_by"],
        given_at=document["given_at"],
        withdrawal=withdrawal_from(document),
    )


HR_RESPONSIBILITIES = Kind(
    aggregate=HrResponsibility,
    document=HrResponsibilityDocument,
    identify=lambda responsibility: responsibility.responsibility_id,
    to_document=_document,
    from_document=_from,
    to_event=hr_responsibility_state,
    event_key=lambda responsibility: responsibility.person_id,
)
