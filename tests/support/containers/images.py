"""Which images the tests run."""

from dataclasses import dataclass
from typing import Self

from testcontainers.core.config import testcontainers_config

testcontainers_config.ryuk_disabled = (
    True  # its reaper is a public image; each test run ends what it has started
)


@dataclass(frozen=True, kw_only=True)
class Images:
    """The images that one `make images` has built."""

    repository: str
    tag: str

    @classmethod
    def named(cls, name: str) -> Self:
        """By repository and tag: `cairn:0.1.0`."""
        repository, _, tag = name.rpartition(":")
        return cls(repository=repository, tag=tag)

    def name(self, image: str) -> str:
        """What the engine calls one of them."""
        return f"{self.repository}/{image}:{self.tag}"
