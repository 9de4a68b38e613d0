"""One reading for all who ask: nobody reads again what was read after they asked, or a moment before."""

import time
from collections.abc import Callable


class Readings:
    """Of something that several want to know as it is when they ask, or at most `good_for_seconds` before. One at a time begins and ends a
    reading.
    """

    def __init__(self, *, good_for_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._good_for_seconds = good_for_seconds
        self._clock = clock
        self._begun = 0
        self._latest = 0
        self._began_at = 0.0
        self._good_from = 0.0
        self._good_until = 0.0

    def asked(self) -> int:
        """To be noted when a question comes, before it waits for its turn."""
        return self._begun

    def answer(self, asked: int) -> bool:
        """A reading has succeeded that began after the question had come, or not long ago."""
        return self._latest > asked or self._clock() < self._good_until

    def begin(self) -> int:
        """To be called before anything is read; gives the reading's number."""
        self._begun += 1
        self._began_at = self._clock()
        return self._begun

    def succeeded(self, number: int) -> None:
        """Of a reading that failed this is never said: it answers nobody."""
        self._latest = number
        if self._began_at > self._good_from:
            self._good_until = self._began_at + self._good_for_seconds

    def outdate(self) -> None:
        """Something changed that whoever asks from now on is to see: no reading that began before is good for them."""
        self._good_from = self._clock()
        self._good_until = 0.0
