"""What exceptions do to one person's progress on one day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.catalogue import Catalogue, CredentialGoal
from cairn_learners.domain.day_words import day_in_words
from cairn_learners.domain.granted_exceptions import (
    Equivalence,
    Exemption,
    Extension,
    GrantedException,
    PriorLearning,
)


@dataclass(frozen=True)
class Granted:
    """The exceptions that are in force for one person today."""

    exceptions: tuple[GrantedException, ...]

    @cached_property
    def equivalences(self) -> Mapping[str, tuple[tuple[str, GrantedException], ...]]:
        """By the credential that is asked for: each other credential that counts for it, and why."""
        found: dict[str, tuple[tuple[str, GrantedException], ...]] = {}
        for each in self.exceptions:
            if isinstance(each.terms, Equivalence):
                asked = each.terms.credential_id
                found[asked] = (*found.get(asked, ()), (each.terms.counts_credential_id, each))
        return found

    def exemption(self, path_id: str, step_id: str | None) -> GrantedException | None:
        """The exemption from a step, or from the path as a whole (None), that lasts longest."""
        asked = Exemption(path_id=path_id, step_id=step_id)
        return _lasting(each for each in self.exceptions if each.terms == asked)

    def extension(self, enrolment: Enrolment) -> GrantedException | None:
        """The extension that moves the enrolment's due date furthest; None where none moves it."""
        return _lasting(
            each
            for each in self.exceptions
            if isinstance(each.terms, Extension)
            and each.terms.enrolment_id == enrolment.enrolment_id
            and enrolment.due_on is not None
            and each.span.until_on > enrolment.due_on
        )

    def due_on(self, enrolment: Enrolment) -> date | None:
        """The day on which the enrolment is due today: the extension's last one where there is one."""
        extension = self.extension(enrolment)
        return extension.span.until_on if extension else enrolment.due_on

    def prior_learning(self, enrolment: Enrolment, step_id: str) -> GrantedException | None:
        """What was learned before the enrolment and stands for the step; of several, what stands longest."""
        return _lasting(
            each
            for each in self.exceptions
            if isinstance(each.terms, PriorLearning)
            and (each.terms.enrolment_id, each.terms.step_id) == (enrolment.enrolment_id, step_id)
        )


NOTHING_GRANTED = Granted(())


def in_force_on(exceptions: Iterable[GrantedException], today: date) -> Granted:
    """Those of a person's exceptions that do something today."""
    found = tuple(each for each in exceptions if each.in_force(today))
    return Granted(found) if found else NOTHING_GRANTED


def explained(granted: GrantedException, *, catalogue: Catalogue) -> str:
    """What the exception does, until when and why, in a sentence."""
    until = f"until {day_in_words(granted.span.until_on)}, and then lapses: {granted.reason}"
    match granted.terms:
        case Exemption():
            return f"Not asked for {until}"
        case Extension():
            return f"Due later {until}"
        case Equivalence() as terms:
            names = [
                catalogue.name_of(CredentialGoal(each))
                for each in (terms.counts_credential_id, terms.credential_id)
            ]
            return f"{names[0]} counts for {names[1]} {until}"
        case PriorLearning() as terms:
            return f"What was learned before, on {day_in_words(terms.happened_on)}, is accepted {until}"


def _lasting(found: Iterable[GrantedException]) -> GrantedException | None:
    return max(found, key=lambda each: (each.span.until_on, each.exception_id), default=None)
