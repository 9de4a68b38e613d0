"""One reading for all who wait: whoever asked before it began need not read again."""


class Readings:
    """Of something that several want to know as it is when they ask, or later. One at a time begins and ends a reading."""

    def __init__(self) -> None:
        self._begun = 0
        self._latest = 0

    def asked(self) -> int:
        """To be noted when a question comes, before it waits for its turn."""
        return self._begun

    def answer(self, asked: int) -> bool:
        """A reading that began after the question had come has succeeded."""
        return self._latest > asked

    def begin(self) -> int:
        """To be called before anything is read; gives the reading's number."""
        self._begun += 1
        return self._begun

    def succeeded(self, number: int) -> None:
        """Of a reading that failed this is never said: it answers nobody."""
        self._latest = number
