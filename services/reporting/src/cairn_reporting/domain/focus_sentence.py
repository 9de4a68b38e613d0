"""The focus of a collection in plain words, kind ones: they are said to whoever collected it."""

from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.focus import Focus, FocusState

_NAMED_AT_MOST = 3


def focus_sentence(found: Focus, *, catalogue: Catalogue) -> str:
    """How focused the collection is and why, and which stack would be the better next step."""
    return " ".join(
        part for part in (_state_sentence(found, catalogue), _next_sentence(found, catalogue)) if part
    )


def _state_sentence(found: Focus, catalogue: Catalogue) -> str:
    of_all = f"{len(found.deepening)} of {found.held_count} credentials"
    match found.state:
        case FocusState.NOTHING:
            return "No credential counts yet."
        case FocusState.STARTING:
            return "A start is made; from three credentials on it shows where they lead."
        case FocusState.SCATTERED:
            return f"Scattered: {of_all} deepen a specialisation."
        case FocusState.MIXED:
            return f"Partly focused: {of_all} deepen {_what(found, catalogue)}."
        case FocusState.FOCUSED:
            return f"Focused: {of_all} deepen {_what(found, catalogue)}."


def _what(found: Focus, catalogue: Catalogue) -> str:
    names = [found.specialisation] if found.specialisation else []
    names += [catalogue.stack_name(stack_id) for stack_id in found.complete_stacks]
    shown = list(dict.fromkeys(names))[:_NAMED_AT_MOST]
    return " and ".join(shown)


def _next_sentence(found: Focus, catalogue: Catalogue) -> str:
    step = found.next_step
    if step is None:
        return ""
    names = [catalogue.credential_name(credential_id) for credential_id in step.missing[:_NAMED_AT_MOST]]
    more = len(step.missing) - len(names)
    lacking = ", ".join(names) + (f" and {more} more" if more else "")
    return f"Nearest to completion: {step.name}, which lacks {lacking}."
