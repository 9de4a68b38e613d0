"""Why the service refuses what it was asked. The reasons are those of cairn.common.v1.ErrorReason."""

from cairn_platform.errors import RefusedError


class NoPersonError(RefusedError):
    """The account belongs to nobody in this tenant, so it has no self to ask about."""

    reason = "NO_PERSON"

    def __init__(self) -> None:
        super().__init__("This account belongs to nobody here.")


class NotOneselfError(RefusedError):
    """Only the person can say this, whatever roles somebody else has."""

    reason = "ROLE_REQUIRED"

    def __init__(self) -> None:
        super().__init__("Only the person can say this.")


class OwnClaimError(RefusedError):
    """Nobody decides on a claim of their own."""

    reason = "OWN_CLAIM"

    def __init__(self) -> None:
        super().__init__("Nobody decides on a claim of their own.")


class OwnMatterError(RefusedError):
    """Nobody grants or approves anything for themselves."""

    reason = "OWN_CLAIM"

    def __init__(self) -> None:
        super().__init__("Nobody decides on a matter of their own.")


class AlreadyClaimedError(RefusedError):
    """The same person claims the same credential with the same issue date already."""

    reason = "ALREADY_CLAIMED"

    def __init__(self) -> None:
        super().__init__("This credential is claimed with this issue date already.")


class AlreadyDecidedError(RefusedError):
    """It has been decided or taken back already."""

    reason = "ALREADY_DECIDED"

    def __init__(self) -> None:
        super().__init__("This has been decided already.")


class CredentialNotYetKnownError(RefusedError):
    """The credential has not reached this service yet."""

    reason = "CREDENTIAL_NOT_YET_KNOWN"

    def __init__(self, credential_id: str) -> None:
        super().__init__(f"The credential {credential_id} is not known here yet; try again in a moment.")


class LearningPathNotYetKnownError(RefusedError):
    """The learning path has not reached this service yet."""

    reason = "LEARNING_PATH_NOT_YET_KNOWN"

    def __init__(self, path_id: str) -> None:
        super().__init__(f"The learning path {path_id} is not known here yet; try again in a moment.")


class RoleNotYetKnownError(RefusedError):
    """The role has not reached this service yet."""

    reason = "ROLE_NOT_YET_KNOWN"

    def __init__(self, role_id: str) -> None:
        super().__init__(f"The role {role_id} is not known here yet; try again in a moment.")


class SkillNotYetKnownError(RefusedError):
    """The skill has not reached this service yet."""

    reason = "SKILL_NOT_YET_KNOWN"

    def __init__(self, skill_id: str) -> None:
        super().__init__(f"The skill {skill_id} is not known here yet; try again in a moment.")


class AlreadyWithdrawnError(RefusedError):
    """It has been taken back already."""

    reason = "ALREADY_DECIDED"

    def __init__(self) -> None:
        super().__init__("This has been withdrawn already.")


class PreviewNotConfirmedError(RefusedError):
    """Something is assigned to an audience by somebody who does not say that they saw what that does."""

    reason = "IMPACT_NOT_CONFIRMED"

    def __init__(self, impact: str) -> None:
        super().__init__(f"Look at what this assignment does and confirm it. {impact}")


class PreviewChangedError(RefusedError):
    """What an assignment does is not what was confirmed; the text says what it is now."""

    reason = "IMPACT_CHANGED"

    def __init__(self, impact: str) -> None:
        super().__init__(f"What this assignment does has changed since it was confirmed. {impact}")


class ImportMovedOnError(RefusedError):
    """The import is not in a state in which this can be done with it."""

    reason = "IMPORT_MOVED_ON"

    def __init__(self, state: str) -> None:
        super().__init__(f"The import is {state.replace('_', ' ')}; this cannot be done with it now.")


class ChangedSinceError(RefusedError):
    """Somebody changed it after the import did, so the import does not take it back."""

    reason = "CHANGED_SINCE"

    def __init__(self) -> None:
        super().__init__("Somebody changed it since.")


class EvidenceChangedError(RefusedError):
    """A file that is evidence is not what was uploaded, or is gone."""

    reason = "EVIDENCE_CHANGED"

    def __init__(self, name: str) -> None:
        super().__init__(f"The file {name} is not what was uploaded; nothing can be verified by it.")


class InReviewError(RefusedError):
    """Somebody else has taken the claim for review."""

    reason = "IN_REVIEW"

    def __init__(self) -> None:
        super().__init__("Somebody else reviews this claim; it has to be handed back first.")
