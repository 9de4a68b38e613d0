"""Outcomes of reporting's own, beside those that every service has."""

from datetime import timedelta

from cairn_platform.errors import NotYetError, RefusedError


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


class OwnerLeftError(RefusedError):
    """Who asked for it does not work here any more."""

    reason = "OWNER_LEFT"

    def __init__(self) -> None:
        super().__init__("Who asked for this does not work here any more.")


class ExportNotReadyError(RefusedError):
    """The export has made nothing that could be read: it runs, or has ended without a result."""

    reason = "EXPORT_NOT_READY"

    def __init__(self, state: str) -> None:
        super().__init__(f"There is nothing to read: the export is {state}.")


class ExportGoneError(RefusedError):
    """What the export made was kept for its time and is removed."""

    reason = "EXPORT_GONE"

    def __init__(self) -> None:
        super().__init__("What the export made was kept for its time and is removed; ask for it again.")


class ReportTooLargeError(RefusedError):
    """The report would have more cells than anybody can use."""

    reason = "REPORT_TOO_LARGE"

    def __init__(self, *, cells: int, most: int) -> None:
        super().__init__(
            f"The report would have up to {cells:,} cells, and {most:,} are the most: ask for fewer people, skills or groups."
        )


class TooManyEndsError(RefusedError):
    """One answer would tell of more ends of certifications than it may hold."""

    reason = "REPORT_TOO_LARGE"

    def __init__(self, *, ends: int, most: int) -> None:
        super().__init__(
            f"The answer would tell of {ends:,} ends, and {most:,} are the most at once: "
            "ask for figures only, for fewer people or one credential, or for an export."
        )


class RoleWithoutRequirementsError(RefusedError):
    """The role that was asked for demands nothing, so nobody can lack anything for it."""

    reason = "ROLE_WITHOUT_REQUIREMENTS"

    def __init__(self, name: str) -> None:
        super().__init__(f"The role {name} demands nothing yet, so nobody can be compared with it.")


class ReportsRebuildingError(RefusedError):
    """The read models are built afresh; an export waits for that."""

    reason = "REPORTS_REBUILDING"

    def __init__(self) -> None:
        super().__init__(
            "The reports are being rebuilt. They answer meanwhile, but an export is taken up only when that is done."
        )


class WorkforceLoadingError(NotYetError):
    """Everybody's facts are on their way into memory; one by one so many people would take longer."""

    reason = "WORKFORCE_LOADING"

    def __init__(self, *, wait: timedelta) -> None:
        super().__init__(
            "Who works for this organization and what they hold is being read; ask again in some seconds.",
            wait=wait,
        )


class WebhooksNotSetUpError(RefusedError):
    """The operator has given no key that secrets of webhooks are kept with."""

    reason = "WEBHOOKS_NOT_SET_UP"

    def __init__(self) -> None:
        super().__init__("Webhooks are not set up here; the operator has to give a key for their secrets.")


class TooManyWebhooksError(RefusedError):
    """The tenant has as many webhook endpoints as a tenant can have."""

    reason = "TOO_MANY_WEBHOOKS"

    def __init__(self, *, most: int) -> None:
        super().__init__(f"There are {most} webhook endpoints already, which are the most; delete one first.")


class WebhookDisabledError(RefusedError):
    """Nothing is sent to an endpoint that is disabled."""

    reason = "WEBHOOK_DISABLED"

    def __init__(self) -> None:
        super().__init__("The webhook endpoint is disabled; enable it first.")


class SecretLostError(Exception):
    """No key that is there opens a secret; it passes when the operator brings back the key."""


class TooManySavedReportsError(RefusedError):
    """The account, or the tenant, keeps as many reports as it can."""

    reason = "TOO_MANY_SAVED_REPORTS"

    def __init__(self, *, most: int, whose: str) -> None:
        super().__init__(f"{whose} {most} reports already, which are the most; delete one first.")
