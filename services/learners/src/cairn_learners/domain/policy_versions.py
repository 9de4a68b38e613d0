"""The recertification policy of a credential over time: versions, each with the day from which it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.periods import CalendarDuration
from cairn_learners.domain.recertification_policy import (
    Basis,
    LateRule,
    Policy,
    PolicyDraft,
    check_policy,
    checked_policy,
    is_shorter,
)
from cairn_learners.domain.renewal_terms import (
    RenewalOption,
    RenewalOptionDraft,
    check_renewal,
    renewal_options_of,
)
from cairn_learners.domain.zoned_calendar import calendar_in
from cairn_platform.errors import FieldViolation, StaleVersionError

LONGEST_SOURCE_NOTE = 1000
MOST_VERSIONS = 200
_UTC = "UTC"
# The last day from which a validity is counted: one that leads past the calendar's end from there never ends.
_LATEST_START = date(2999, 12, 31)


class Applies(Enum):
    """What a new version is for: what happens from its day on, or all that ever happened."""

    FORWARD = "forward"
    RETROACTIVELY = "retroactively"


@dataclass(frozen=True, kw_only=True)
class VersionDraft:
    """A new version as it is written. `applies` is None for what does not exist."""

    policy: PolicyDraft
    renewal: tuple[RenewalOptionDraft, ...]
    effective_on: str
    applies: Applies | None
    source_note: str
    illustrative: bool


@dataclass(frozen=True, kw_only=True)
class PolicyVersion:
    """What counts from `effective_on` on; with RETROACTIVELY, in the place of every version before it too.

    `stated_by` is a person's id, None for an API client. `as_written` is what was asked for, of which `policy` and `renewal` are made.
    """

    number: int
    effective_on: date
    applies: Applies
    as_written: VersionDraft
    stated_by: str | None
    stated_at: datetime
    policy: Policy
    renewal: tuple[RenewalOption, ...]


@dataclass(frozen=True, kw_only=True)
class CredentialPolicy:
    """The policy of one credential: its versions, to which are only ever added."""

    credential_id: str
    version: int
    versions: tuple[PolicyVersion, ...]


def check_version(draft: VersionDraft) -> None:
    """A version is a policy, the ways to renew, and a day. Raises InvalidFieldsError with all that is wrong."""
    named = _named(draft)
    fields.refuse(
        (replace(each, field=f"policy.{each.field}") for each in check_policy(named.policy)),
        check_renewal(named.renewal),
        check_extensions(named.policy, named.renewal),
        fields.required("effective_on", draft.effective_on),
        fields.day("effective_on", draft.effective_on),
        _check_applies(draft.applies),
        fields.text("source_note", draft.source_note, longest=LONGEST_SOURCE_NOTE),
    )


def version_of(
    draft: VersionDraft, *, number: int, stated_by: str | None, stated_at: datetime
) -> PolicyVersion:
    """The version that is written; raises InvalidFieldsError with all that is wrong in it."""
    check_version(draft)
    return checked_version(draft, number=number, stated_by=stated_by, stated_at=stated_at)


def checked_version(
    draft: VersionDraft, *, number: int, stated_by: str | None, stated_at: datetime
) -> PolicyVersion:
    """The version that is written, which `check_version` has let pass before."""
    named = _named(draft)
    effective_on = fields.parsed_day(draft.effective_on)
    if effective_on is None or draft.applies is None:
        raise ValueError("the checks let a version through that is none")
    return PolicyVersion(
        number=number,
        effective_on=effective_on,
        applies=draft.applies,
        as_written=draft,
        stated_by=stated_by,
        stated_at=stated_at,
        policy=checked_policy(named.policy),
        renewal=renewal_options_of(named.renewal),
    )


def with_version(
    known: CredentialPolicy | None,
    *,
    credential_id: str,
    draft: VersionDraft,
    expected_version: int,
    stated_by: str | None,
    now: datetime,
) -> CredentialPolicy:
    """The policy with one more version, for who has seen the last one: StaleVersionError. Raises InvalidFieldsError."""
    before = known.versions if known else ()
    if expected_version != len(before):
        raise StaleVersionError
    fields.refuse(fields.at_most("versions", len(before) + 1, limit=MOST_VERSIONS))
    added = version_of(draft, number=len(before) + 1, stated_by=stated_by, stated_at=now)
    return CredentialPolicy(credential_id=credential_id, version=len(before) + 1, versions=(*before, added))


def in_force(versions: Sequence[PolicyVersion], day: date) -> PolicyVersion | None:
    """The version that counts for what happens on a day: the last one stated that has begun by then or reaches back.

    None before the first began.
    """
    for version in reversed(versions):
        if version.applies is Applies.RETROACTIVELY or version.effective_on <= day:
            return version
    return None


def plain_policy(validity: CalendarDuration | None) -> Policy:
    """What holds where nothing was stated: the catalogue's validity, from each completion on, counted in UTC."""
    calendar = calendar_in(_UTC)
    if calendar is None:
        raise LookupError("the time zone database is missing")
    nothing = CalendarDuration.parse_with_nothing("P0D")
    ends = validity is not None and validity.after(_LATEST_START) is not None
    return Policy(
        basis=Basis.COMPLETION if ends else Basis.NEVER,
        validity=validity if ends else None,
        window=None,
        grace=nothing,
        minimum_validity=nothing,
        late_rule=LateRule.COMPLETION,
        grace_counts=False,
        calendar=calendar,
    )


def _named(draft: VersionDraft) -> VersionDraft:
    return replace(draft, policy=replace(draft.policy, timezone=draft.policy.timezone or _UTC))


def _check_applies(applies: Applies | None) -> Iterator[FieldViolation]:
    if applies is None:
        yield FieldViolation("applies", "UNKNOWN_VALUE", "One of forward and retroactively.")


def check_extensions(policy: PolicyDraft, renewal: Sequence[RenewalOptionDraft]) -> Iterator[FieldViolation]:
    """What an option extends by is a validity: longer than window and grace; expiries that are fixed lie where they lie."""
    for place, option in enumerate(renewal):
        field = f"renewal[{place}].extends"
        if not option.extends:
            continue
        if policy.basis in {Basis.FIXED, Basis.NEVER}:
            message = "Where expiries are fixed, and where nothing expires, every renewal extends alike."
            yield FieldViolation(field, "NOT_WITH_THIS_BASIS", message)
            continue
        alone = replace(policy, validity=option.extends, window="", grace="", basis=Basis.COMPLETION)
        wrong = [each for each in check_policy(alone) if each.field == "validity"]
        yield from (replace(each, field=field) for each in wrong)
        if wrong:
            continue
        length = CalendarDuration.parse(option.extends)
        for text in (policy.window, policy.grace):
            try:
                other = CalendarDuration.parse_with_nothing(text or "P0D")
            except ValueError:
                continue
            if not is_shorter(other, than=length):
                message = "Window and grace have to be shorter than this."
                yield FieldViolation(field, "NOT_LONGER_THAN_WINDOW_AND_GRACE", message)
                break
