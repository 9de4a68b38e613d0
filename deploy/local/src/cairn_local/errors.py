"""What can go wrong with the local stack, each as one sentence that a person can act on."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a command of the local stack ended without doing what was asked."""

    ALREADY_RUNNING = "ALREADY_RUNNING"
    NOT_RUNNING = "NOT_RUNNING"
    PORT_TAKEN = "PORT_TAKEN"
    MISSING_TOOL = "MISSING_TOOL"
    TOO_LITTLE_MEMORY = "TOO_LITTLE_MEMORY"
    DOWNLOAD_FAILED = "DOWNLOAD_FAILED"
    CHECKSUM_MISMATCH = "CHECKSUM_MISMATCH"
    PROCESS_FAILED = "PROCESS_FAILED"
    NOT_READY_IN_TIME = "NOT_READY_IN_TIME"
    BAD_SETTING = "BAD_SETTING"
    BAD_DEMO_DATA = "BAD_DEMO_DATA"
    CANCELLED = "CANCELLED"


class StackError(Exception):
    """The local stack could not do what was asked; `str()` is the sentence to show."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
