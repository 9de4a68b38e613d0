"""A person's own calendar of what ends and is due, for whoever has its link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cairn_learners.application.notifications import own_person
from cairn_learners.application.reminder_ports import RemindersStore
from cairn_learners.application.scope import Scope
from cairn_learners.application.timeline import Timeline, timeline_of
from cairn_platform.errors import NotFoundError


class FeedLink(Protocol):
    """What a link leads to."""

    @property
    def tenant_id(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def made_at(self) -> datetime: ...


class FeedLinks(Protocol):
    """The links of calendar feeds, of all tenants; `cairn_platform.mongo.opaque_links.OpaqueLinks` in production."""

    def make(self, *, tenant_id: str, subject: str, now: datetime) -> str:
        """A new link's secret."""

    def of(self, *, tenant_id: str, subject: str) -> FeedLink | None:
        """The subject's link."""

    def found(self, secret: str) -> FeedLink | None:
        """What a secret leads to."""

    def revoke(self, *, tenant_id: str, subject: str) -> None:
        """The subject's link leads nowhere from now on."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A person's calendar, and what it is a calendar of."""

    tenant_id: str
    timeline: Timeline


def feed_made_at(scope: Scope, *, links: FeedLinks) -> datetime | None:
    """When the caller's feed was made; None where there is none. Raises NoPersonError."""
    link = links.of(tenant_id=scope.principal.tenant_id, subject=own_person(scope).person_id)
    return link.made_at if link else None


def make_feed(scope: Scope, *, links: FeedLinks) -> str:
    """Makes the caller a feed and gives its secret, this once. Raises NoPersonError."""
    person_id = own_person(scope).person_id
    return links.make(tenant_id=scope.principal.tenant_id, subject=person_id, now=scope.now)


def revoke_feed(scope: Scope, *, links: FeedLinks) -> None:
    """Takes the caller's feed back. Raises NoPersonError."""
    links.revoke(tenant_id=scope.principal.tenant_id, subject=own_person(scope).person_id)


def read_feed(link: FeedLink | None, *, store: RemindersStore | None, now: datetime) -> Feed:
    """The calendar that a link leads to. Raises NotFoundError for one that leads nowhere, or to somebody who has left."""
    facts = store.facts_about(link.subject, subject="") if link and store else None
    if link is None or store is None or facts is None or not facts.person.is_employed_on(now.date()):
        raise NotFoundError("calendar")
    return Feed(tenant_id=link.tenant_id, timeline=timeline_of(facts, store=store, now=now))
