"""Learning paths: ordered steps that a manager assigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal, without_empty_ids
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle, check_lifecycle
from cairn_catalog.domain.stack import Goal, check_goal, goal_id

STEPS_AT_MOST = 200


@dataclass(frozen=True, kw_only=True)
class PathStep:
    """One step of a path. `step_id` is unique in the path and stays when the path is revised: progress hangs on it."""

    step_id: str
    goal: Goal
    note: str


@dataclass(frozen=True, kw_only=True)
class ProposedStep:
    """A step as somebody wants it: `step_id` empty gets one, `goal` None is not said."""

    step_id: str
    goal: Goal | None
    note: str


@dataclass(frozen=True, kw_only=True)
class LearningPath(Entry):
    """Ordered steps that a manager assigns, and what they lead to."""

    called: ClassVar[str] = "learning path"
    id_field: ClassVar[str] = "path_id"

    description: str
    steps: tuple[PathStep, ...]


def propose_learning_path(
    *, path_id: str, name: str, description: str, steps: Sequence[ProposedStep], lifecycle: ProposedLifecycle
) -> Proposal[LearningPath]:
    """A path has a name and at least one step, each with a goal of its own. A step without an id gets its goal's."""
    check = FieldChecks()
    check.count("steps", steps, at_least=1, at_most=STEPS_AT_MOST)
    goals = [check_goal(check, f"steps[{index}].goal", step.goal) for index, step in enumerate(steps)]
    check.distinct(
        ((f"steps[{index}].goal", goal) for index, goal in enumerate(goals) if goal),
        "Another step of the path has the same goal.",
    )
    given_ids = [
        check.identifier(f"steps[{index}].step_id", step.step_id) for index, step in enumerate(steps)
    ]
    check.distinct(
        ((f"steps[{index}].step_id", step_id) for index, step_id in enumerate(given_ids) if step_id),
        "Another step of the path has the same id.",
    )
    notes = [check.text(f"steps[{index}].note", step.note) for index, step in enumerate(steps)]
    step_ids = without_empty_ids(given_ids, [goal_id(goal) for goal in goals])
    path = LearningPath(
        id=check.identifier("path_id", path_id),
        version=0,
        name=check.name("name", name),
        description=check.text("description", description),
        lifecycle=check_lifecycle(check, lifecycle),
        steps=tuple(
            PathStep(step_id=step_id, goal=goal, note=note)
            for step_id, goal, note in zip(step_ids, goals, notes, strict=True)
            if goal
        ),
    )
    return check.proposal(LearningPath, path_id, path)
