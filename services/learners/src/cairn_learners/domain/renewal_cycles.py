"""A path is walked once more in each cycle in which it renews a credential: with steps of its own, while the old ones are kept."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class RenewalCycle:
    """The cycle of a credential, which lasts since `began_on`: the day, in the policy's time zone, of what began it."""

    credential_id: str
    began_on: date

    @property
    def key(self) -> str:
        """Names the cycle among those of one person."""
        return f"{self.credential_id}@{self.began_on.isoformat()}"
