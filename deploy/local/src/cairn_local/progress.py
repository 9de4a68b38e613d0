"""How the stack says what it is doing: steps with bars on a terminal, plain lines elsewhere, or nothing."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TaskID, TextColumn
from rich.text import Text


class Step(Protocol):
    """One step under way. Each call is safe from any thread."""

    def advance_to(self, done: float, total: float | None = None) -> None:
        """How much of it is done; `total` once it is known."""

    def say(self, detail: str) -> None:
        """A word on what it is doing now."""


class Steps(Protocol):
    """Where steps are shown."""

    def step(self, title: str, *, total: float | None = None) -> AbstractContextManager[Step]:
        """Show a step until the block ends; with an error it is shown as failed. Steps may overlap."""

    def note(self, sentence: str) -> None:
        """Say one sentence beside the steps."""


class SilentSteps:
    """Shows nothing: for tests."""

    @contextmanager
    def step(self, title: str, *, total: float | None = None) -> Iterator[Step]:  # noqa: ARG002
        """Nothing is shown."""
        yield _SilentStep()

    def note(self, sentence: str) -> None:
        """Nothing is said."""


class PlainSteps:
    """One line when a step ends: for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, title: str, *, total: float | None = None) -> Iterator[Step]:  # noqa: ARG002
        """One line when it ends, with its duration."""
        begun = time.monotonic()
        outcome = "failed"
        try:
            yield _SilentStep()
            outcome = "done"
        finally:
            self._console.print(Text(f"{title}: {outcome} ({time.monotonic() - begun:.1f} s)"))

    def note(self, sentence: str) -> None:
        """One line."""
        self._console.print(Text(sentence))


class TerminalSteps:
    """Live bars on a terminal. Use as a context manager around everything that shows steps."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text=" "),
            TextColumn("{task.description}"),
            _BarWhenKnown(),
            _Elapsed(),
            TextColumn("[dim]{task.fields[detail]}"),
            console=console,
        )

    def __enter__(self) -> "TerminalSteps":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    @contextmanager
    def step(self, title: str, *, total: float | None = None) -> Iterator[Step]:
        """A line with a spinner, a bar when the total is known, and the seconds it took."""
        task = self._progress.add_task(escape(title), total=total, detail="")
        mark = "[red]✗[/]"
        try:
            yield _TerminalStep(self._progress, task)
            mark = "[green]✓[/]"
        finally:
            self._progress.update(
                task, description=f"{mark} {escape(title)}", detail="", total=1, completed=1
            )
            self._progress.stop_task(task)

    def note(self, sentence: str) -> None:
        """A line above the bars."""
        self._progress.console.print(Text(sentence))


class _SilentStep:
    def advance_to(self, done: float, total: float | None = None) -> None:
        pass

    def say(self, detail: str) -> None:
        pass


class _TerminalStep:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def advance_to(self, done: float, total: float | None = None) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def say(self, detail: str) -> None:
        self._progress.update(self._task, detail=escape(detail))


class _BarWhenKnown(BarColumn):
    """A bar while a step with a known total is under way; nothing for the others."""

    def __call__(self, task: Task) -> object:  # type: ignore[override]
        return Text("") if task.total is None or task.finished else super().render(task)


class _Elapsed(ProgressColumn):
    """Seconds since the step began, to a tenth."""

    def render(self, task: Task) -> Text:
        seconds = task.finished_time if task.finished else task.elapsed
        return Text(f"{seconds or 0:5.1f} s", style="dim")
