"""A directory of YAML files that hold the public catalogue, such as issuers.yaml, skills.yaml and skills-esco.yaml.

Each file is a list of entries of the kind that it is named after, with the contract's field names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import Node, SequenceNode

from cairn_catalog.adapters.contract.forms import FORMS, Form
from cairn_catalog.adapters.files.yaml_messages import MessageReader
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import Proposal

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SUFFIX = ".yaml"


class UnreadableCatalogueError(Exception):
    """The directory, or a file in it, cannot be read at all; says where and why."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One entry of a file: where it stands and what it proposes. `line` counts from 1."""

    file: str
    line: int
    proposal: Proposal[Entry]


def read_catalogue(directory: Path) -> list[Row]:
    """The entries of every file, each kind after those that it names.

    What is wrong with an entry stands in its proposal. Raises UnreadableCatalogueError for a directory without files of the catalogue, a
    file that is named after no kind, and one that is no list in YAML.
    """
    files = sorted(directory.glob(f"*{_SUFFIX}"), key=lambda file: file.stem)
    forms = {file: _form_of(file) for file in files}
    if not files:
        raise UnreadableCatalogueError(f"{directory} holds no *{_SUFFIX} files.")
    return [row for form in FORMS for file in files if forms[file] is form for row in _rows(file, form)]


def _form_of(file: Path) -> Form[Any, Any]:
    for form in FORMS:
        stem = f"{form.kind.called}s".replace(" ", "-")
        if file.stem == stem or file.stem.startswith(f"{stem}-"):
            return form
    raise UnreadableCatalogueError(f"{file.name} is named after no kind of entry, such as skills{_SUFFIX}.")


def _rows(file: Path, form: Form[Any, Any]) -> Iterator[Row]:
    for node in _entries(file):
        reader = MessageReader()
        message = form.message()
        reader.read(node, message)
        proposal: Proposal[Entry] = form.propose(message)
        if reader.violations:
            proposal = replace(proposal, entry=None, violations=(*reader.violations, *proposal.violations))
        yield Row(file=file.name, line=node.start_mark.line + 1, proposal=proposal)


def _entries(file: Path) -> list[Node]:
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableCatalogueError(f"{file.name} cannot be read: {error}") from error
    if root is None:
        return []
    if not isinstance(root, SequenceNode):
        raise UnreadableCatalogueError(f"{file.name} is not a list of entries.")
    return list(root.value)
