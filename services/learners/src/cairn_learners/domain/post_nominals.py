"""What somebody may write behind the name."""

from collections.abc import Mapping

from cairn_learners.domain.progress import Holdings, StepState


def post_nominals(held: Holdings, *, letters: Mapping[str, str]) -> tuple[str, ...]:
    """The letters of every credential that is verified and valid now, in alphabetical order; what has lapsed gives none.

    Nobody writes a credential behind the name that another one merely counts for.

    `letters` are the credentials' own, by id: the catalogue gives none to a badge. Letters that two credentials give stand once.
    """
    earned = {
        letters.get(credential_id, "")
        for credential_id, progress in held.items()
        if progress.state is StepState.COMPLETED
    }
    return tuple(sorted(earned - {""}))
