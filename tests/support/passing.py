"""Time that a test lets pass."""

from dataclasses import dataclass


@dataclass
class Passing:
    """A monotonic clock that the test moves on."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds
