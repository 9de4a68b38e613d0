"""What shows that something is true: links and files."""

from cairn_gateway.adapters.http.model import Answer, Count, Draft


class EvidenceFile(Answer):
    """What is known of a file that is evidence."""

    file_id: str
    """UUID."""
    name: str
    """Its name, ending as files of its type do."""
    media_type: str
    """Its type, told by its content."""
    size: Count
    """How many bytes it has."""
    sha256: str
    """The SHA-256 of its content, 64 hexadecimal digits."""


class Evidence(Draft):
    """A link or a file that shows that a claim is true: name one of the two."""

    url: str | None = None
    """http or https; null for a file."""
    description: str | None = None
    """What is to be seen there."""
    file_id: str | None = None
    """A file that was uploaded before; null for a link."""
    file: EvidenceFile | None = None
    """What is known of the file; set in answers, ignored in requests."""
