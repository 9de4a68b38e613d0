"""What a recertification policy does to somebody's dates, computed and not stored."""

from dataclasses import dataclass

from cairn_learners.application.scope import Scope
from cairn_learners.domain.preview_words import explained_by_policy
from cairn_learners.domain.reach import ROLES
from cairn_learners.domain.recertification import CertificationPeriod, recertify
from cairn_learners.domain.recertification_request import RecertificationDraft, question_of
from cairn_platform.identity import require_any_role


@dataclass(frozen=True, kw_only=True)
class Unchanged:
    """A completion that made no period, as it was written, and why."""

    completion: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecertificationPreview:
    """The periods that completions would make, and the completions that would make none."""

    periods: tuple[CertificationPeriod, ...]
    unchanged: tuple[Unchanged, ...]


def preview_recertification(scope: Scope, *, draft: RecertificationDraft) -> RecertificationPreview:
    """Computes what completions lead to under a policy; reads and changes nothing. For every account with a role in Cairn."""
    require_any_role(scope.principal, *ROLES)
    asked = question_of(draft)
    found = recertify(
        policy=asked.policy, due_at=asked.due_at, previous=asked.previous, completions=asked.as_written
    )
    return RecertificationPreview(
        periods=explained_by_policy(asked, found),
        unchanged=tuple(
            Unchanged(completion=asked.as_written[each.completed_at], reason=each.reason)
            for each in found.unchanged
        ),
    )
