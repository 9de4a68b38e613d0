"""Outcomes of reporting's own, beside those that every service has."""

from cairn_platform.errors import RefusedError


class AccountNotYetKnownError(RefusedError):
    """The event that links the caller's account to a person has not arrived; in a moment it will have."""

    reason = "ACCOUNT_NOT_YET_KNOWN"

    def __init__(self) -> None:
        super().__init__("Your account has not reached the reports yet; try again in a moment.")


class NoPersonError(RefusedError):
    """The caller's account belongs to nobody in this tenant, so it has no self to ask about."""

    reason = "NO_PERSON"

    def __init__(self) -> None:
        super().__init__(
            "Your account belongs to nobody in this organization; name the person you ask about."
        )
