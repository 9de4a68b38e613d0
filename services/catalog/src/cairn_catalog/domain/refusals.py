"""Why a change of the catalogue is refused, beyond wrong fields."""

from datetime import date

from cairn_platform.errors import RefusedError


class ImpactNotConfirmedError(RefusedError):
    """What is published is edited by somebody who does not say that they saw what that touches; the text says what it does."""

    reason = "IMPACT_NOT_CONFIRMED"

    def __init__(self, impact: str) -> None:
        super().__init__(f"Look at what this edit touches and confirm it. {impact}")


class ImpactChangedError(RefusedError):
    """What an edit touches is not what was confirmed; the text says what it is now."""

    reason = "IMPACT_CHANGED"

    def __init__(self, impact: str) -> None:
        super().__init__(f"What this edit touches has changed since it was confirmed. {impact}")


class RevisionWaitingError(RefusedError):
    """An entry has one scheduled revision at the most."""

    reason = "REVISION_WAITING"

    def __init__(self, called: str, effective_on: date) -> None:
        super().__init__(
            f"A revision of this {called} waits for {effective_on.isoformat()}; replace it or withdraw it."
        )
