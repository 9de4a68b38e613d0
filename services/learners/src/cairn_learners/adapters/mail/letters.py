"""What a notification says as a mail: plain and HTML, from the templates beside this, autoescaped, without anything that tracks."""

from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from cairn_learners.application.names import Names
from cairn_learners.domain.notifications import Notification, NotificationItem
from cairn_learners.domain.reminders import StepKind

_TEMPLATES = Environment(
    loader=PackageLoader("cairn_learners.adapters.mail"),
    autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


_SENTENCES = {
    StepKind.WINDOW_OPENS: "{name} can be renewed now; it is valid until {until}.",
    StepKind.BEFORE: "{name} {ends} on {until}.",
    StepKind.GRACE_BEGINS: "{name} ended on {until}; it can still be renewed in its grace.",
    StepKind.LAPSED: "{name} has lapsed; its last valid day was {until}.",
    StepKind.OVERDUE: "{name} is overdue; it was due on {until}.",
    StepKind.ESCALATED: "{person} is late with {name}, which was due on {until}.",
}
_NOT_RENEWED = "{name} of {person} ended on {until} and was not renewed."


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that a mail tells: in one sentence what and until when, and why."""

    sentence: str
    why: tuple[str, ...]


def letter(
    notification: Notification, *, sender: Address, to: str, given_name: str, names: Names, portal_url: str
) -> EmailMessage:
    """The mail; its Message-ID follows from the notification, so that mail programs show it once though it came twice."""
    lines = [Line(sentence=sentence(each, names=names), why=each.why) for each in notification.items]
    told = {
        "given_name": given_name,
        "lines": lines,
        "link": f"{portal_url.rstrip('/')}/me/notifications",
        "preferences_link": f"{portal_url.rstrip('/')}/me/preferences",
    }
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(addr_spec=to)
    message["Subject"] = _subject(lines)
    message["Date"] = format_datetime(localtime(notification.created_at))
    message["Message-ID"] = f"<{notification.notification_id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_TEMPLATES.get_template("reminder.txt.j2").render(told))
    message.add_alternative(_TEMPLATES.get_template("reminder.html.j2").render(told), subtype="html")
    return message


def sentence(item: NotificationItem, *, names: Names) -> str:
    """What a notification says of one thing, in one sentence, or two where a path was assigned for it."""
    not_renewed = item.step.kind is StepKind.ESCALATED and item.is_of_credential
    said = (_NOT_RENEWED if not_renewed else _SENTENCES[item.step.kind]).format(
        name=names.of(item),
        person=names.of_person(item),
        until=_day(item.until),
        ends="is due" if item.path_id else "ends",
    )
    path = names.of_assigned(item)
    return f"{said} The path {path} was assigned to you for it." if path else said


def _subject(lines: list[Line]) -> str:
    first = lines[0].sentence
    return first if len(lines) == 1 else f"{len(lines)} reminders: {first}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
