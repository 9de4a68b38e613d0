"""At which instant the questions are answered that saved reports ask."""

from datetime import datetime

from google.protobuf.message import Message

from cairn.reporting.v1 import report_exports_pb2 as contract

_FIELD = "as_of"


class SavedQuestions:
    """Implements `QuestionDates` over the contract's questions."""

    def is_dated(self, question: bytes) -> bool:
        """The question names the instant that it is answered for."""
        return self.takes_a_date(question) and _report(_parsed(question)).HasField(_FIELD)

    def takes_a_date(self, question: bytes) -> bool:
        """It could name one."""
        return _FIELD in _report(_parsed(question)).DESCRIPTOR.fields_by_name

    def dated(self, question: bytes, *, as_of: datetime) -> bytes:
        """The question with this instant, where it could name one and does not."""
        if not self.takes_a_date(question) or self.is_dated(question):
            return question
        asked = _parsed(question)
        getattr(_report(asked), _FIELD).FromDatetime(as_of)
        return asked.SerializeToString()


def _parsed(question: bytes) -> contract.ExportedQuestion:
    return contract.ExportedQuestion.FromString(question)


def _report(question: contract.ExportedQuestion) -> Message:
    """The report's own request; the empty question where none is named, which the report's maker refuses."""
    name = question.WhichOneof("report")
    found: Message = getattr(question, name) if name else question
    return found
