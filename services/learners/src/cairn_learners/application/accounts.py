"""Whom an account belongs to."""

from datetime import datetime

from cairn_learners.application.ports import LearnersStore
from cairn_learners.domain.people import Person, email_key, link_account, may_be_linked
from cairn_platform.changes import Change, decide_again
from cairn_platform.identity import Principal


def person_of(principal: Principal, *, store: LearnersStore, now: datetime) -> Person | None:
    """The person whom the caller's account belongs to; None for an API client and an account that belongs to nobody.

    The first call of an account, whichever it is, links it to the person with its verified mail address, once.
    """
    return decide_again(
        lambda: store.person_of_account(principal.subject) or _linked(principal, store=store, now=now)
    )


def _linked(principal: Principal, *, store: LearnersStore, now: datetime) -> Person | None:
    if not principal.email:
        return None
    key = email_key(principal.email)
    person = store.people_by_email([key]).get(key)
    if person is None or person.account_subject == principal.subject:
        # The second: another first call of the same account was faster, since the account was looked up.
        return person
    if not may_be_linked(person, email=principal.email, email_verified=principal.email_verified):
        return None
    linked = link_account(person, subject=principal.subject)
    store.commit([Change(aggregate=linked, happened="account_linked", happened_at=now)])
    return linked
