"""Where a person stands with a credential, from all achievements of it."""

from collections.abc import Sequence
from datetime import datetime

from cairn_learners.domain.achievements import Achievement, Standing, standing

# The first of these that some achievement stands at is where the person stands.
_BEFORE = (
    Standing.ACTIVE,
    Standing.DUE_FOR_RENEWAL,
    Standing.IN_GRACE,
    Standing.SUSPENDED,
    Standing.WAITING_FOR_VERIFICATION,
    Standing.NOT_YET_VALID,
    Standing.REVOKED,
    Standing.LAPSED,
    Standing.WITHOUT_EFFECT,
    Standing.REFUSED,
)


def certification_standing(achievements: Sequence[Achievement], *, now: datetime) -> Standing:
    """Where a person stands with a credential, of which there is at least one achievement: what counts decides before what does not."""
    return min((standing(each, now=now) for each in achievements), key=_BEFORE.index)
