"""Outcomes that were anticipated, as typed errors. Pure: the domain may raise them.

`reason` is a name of `cairn.common.v1.ErrorReason` without its prefix; `cairn_platform.grpc.errors` has the one table from reason to
gRPC status, and the gateway the one from reason to problem document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar


class RefusedError(Exception):
    """A call was refused, and this says why, in a sentence for people."""

    reason: ClassVar[str] = "INTERNAL"


class NotFoundError(RefusedError):
    """Unknown, another tenant's, or outside the caller's reach: the text is the same, so nobody can tell which."""

    reason = "NOT_FOUND"

    def __init__(self, resource: str) -> None:
        super().__init__(f"There is no such {resource}.")


@dataclass(frozen=True)
class FieldViolation:
    """One wrong field: its path in the request such as `evidence[0].url`, a reason in capitals, a sentence for people."""

    field: str
    reason: str
    description: str


class InvalidFieldsError(RefusedError):
    """One or more fields are wrong; every one that was found is named."""

    reason = "INVALID_FIELDS"

    def __init__(self, violations: Sequence[FieldViolation]) -> None:
        super().__init__(" ".join(f"{violation.field}: {violation.description}" for violation in violations))
        self.violations = tuple(violations)


class PageTokenInvalidError(RefusedError):
    """The page token is not one that this list gave."""

    reason = "PAGE_TOKEN_INVALID"

    def __init__(self) -> None:
        super().__init__("The page token is not one that this list gave.")


class RoleRequiredError(RefusedError):
    """None of the caller's roles allows this."""

    reason = "ROLE_REQUIRED"

    def __init__(self, *roles: str) -> None:
        super().__init__(f"This needs the role {' or '.join(roles)}.")


class StaleVersionError(RefusedError):
    """Somebody changed it since it was read."""

    reason = "STALE_VERSION"

    def __init__(self) -> None:
        super().__init__("Somebody changed it since you read it; read it again.")


class AlreadyExistsError(RefusedError):
    """An entry with this id is there already."""

    reason = "ALREADY_EXISTS"

    def __init__(self, resource: str) -> None:
        article = "an" if resource[0] in "aeio" else "a"
        super().__init__(f"There is already such {article} {resource}.")


class IdempotencyKeyReusedError(RefusedError):
    """The idempotency key was used before, with another request."""

    reason = "IDEMPOTENCY_KEY_REUSED"

    def __init__(self) -> None:
        super().__init__("This idempotency key was used before, with another request.")


class UnavailableError(RefusedError):
    """A part that is needed does not answer."""

    reason = "UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__("A part that is needed does not answer; try again in a moment.")


class NotYetError(RefusedError):
    """It cannot be answered now, and is worth asking again after `wait`."""

    reason = "UNAVAILABLE"

    def __init__(self, text: str, *, wait: timedelta) -> None:
        super().__init__(text)
        self.wait = wait
