"""Use cases called directly, by somebody at a moment, on stores in memory."""

from datetime import datetime
from itertools import count

from cairn_learners.application.scope import Scope
from cairn_platform.identity import Principal
from tests.support.learners.builders import NOW
from tests.support.learners.fake_store import FakeWorld

_ids = count(1)


def a_scope(world: FakeWorld, who: str, *roles: str, now: datetime = NOW) -> Scope:
    """What somebody (the account `sub-…` of that person) calls with these roles."""
    principal = Principal(
        tenant_id="acme",
        subject=f"sub-{who}",
        roles=frozenset(roles),
        client_id="portal",
        email=None,
        email_verified=False,
    )
    return Scope(principal=principal, store=world.of(), now=now, new_id=lambda: f"id-{next(_ids)}")
