"""`python -m cairn_local run|up|down|reset|status|doctor`, the commands behind `make`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from cairn_local import doctor as machine
from cairn_local import screen
from cairn_local.demo_access import DemoAccess
from cairn_local.errors import Reason, StackError
from cairn_local.progress import PlainSteps, Steps, TerminalSteps
from cairn_local.settings import StackSettings
from cairn_local.stack import Stack
from cairn_local.watch import watch

app = typer.Typer(
    help="Cairn on one machine, natively.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()

_STOPPED_BY_SIGNAL = 130
StoresOnly = Annotated[bool, typer.Option("--stores-only", help="Kafka, MongoDB and Keycloak alone.")]


@app.command()
def run(stores_only: StoresOnly = False) -> None:
    """Bring the stack up and stay; Ctrl-C stops everything."""
    with _sentences():
        settings = _settings()
        _interrupt_on(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        try:
            _bring_up(settings, stores_only=stores_only, dies_with_parent=True)
        except KeyboardInterrupt:
            raise typer.Exit(_STOPPED_BY_SIGNAL) from None
        try:
            console.print("\nCtrl-C stops everything; its data stays. Logs: [bold]make logs[/].\n")
            watch(Stack(settings), say=lambda sentence: console.print(Text(sentence)))
        except KeyboardInterrupt:
            _bring_down(settings)


@app.command()
def up(stores_only: StoresOnly = False) -> None:
    """Bring the stack up in the background."""
    with _sentences():
        _interrupt_on(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        try:
            _bring_up(_settings(), stores_only=stores_only, dies_with_parent=False)
        except KeyboardInterrupt:
            raise typer.Exit(_STOPPED_BY_SIGNAL) from None


@app.command()
def down() -> None:
    """Stop the stack; its data stays."""
    with _sentences():
        _bring_down(_settings())


@app.command()
def reset() -> None:
    """Stop the stack and erase its data; the downloads stay."""
    with _sentences():
        settings = _settings()
        with _steps() as steps:
            Stack(settings, steps=steps).reset()
        console.print(Text(f"The data in {settings.state_dir} is erased."))


@app.command()
def status() -> None:
    """Show every process and its memory; exit status 1 when one of them should run and does not."""
    with _sentences():
        settings = _settings()
        processes = Stack(settings).processes()
        console.print(screen.processes_table(processes))
        if any(process.has_failed for process in processes):
            raise typer.Exit(1)


@app.command()
def doctor() -> None:
    """Say whether this machine can run Cairn."""
    raise typer.Exit(machine.main([]))


def _bring_up(settings: StackSettings, *, stores_only: bool, dies_with_parent: bool) -> None:
    with _steps() as steps:
        stack = Stack(settings, steps=steps, dies_with_parent=dies_with_parent)
        stack.up(stores_only=stores_only)
    if stores_only:
        console.print(screen.stores_table(stack.endpoints))
        return
    access = DemoAccess.read(settings.state_dir / "demo.json")
    for part in screen.welcome(access, endpoints=stack.endpoints, demo_file=settings.state_dir / "demo.json"):
        console.print(part)


def _bring_down(settings: StackSettings) -> None:
    _say_patience_on_interrupt()
    with _steps() as steps:
        stopped = Stack(settings, steps=steps).down()
    console.print("Everything is stopped; the data stays." if stopped else "Nothing is running.")


def _settings() -> StackSettings:
    try:
        return StackSettings()
    except ValidationError as error:
        problem = error.errors()[0]
        name = f"CAIRN_LOCAL_{problem['loc'][0]}".upper()
        raise StackError(
            Reason.BAD_SETTING, f"{name} cannot be {problem['input']!r}: {problem['msg']}."
        ) from error


@contextmanager
def _steps() -> Iterator[Steps]:
    if console.is_terminal:
        with TerminalSteps(console) as steps:
            yield steps
    else:
        yield PlainSteps(console)


@contextmanager
def _sentences() -> Iterator[None]:
    """What goes wrong is one sentence and exit status 1."""
    try:
        yield
    except StackError as error:
        Console(stderr=True, soft_wrap=True).print(Text(str(error), style="red"))
        raise typer.Exit(1) from error


def _interrupt_on(*signals: signal.Signals) -> None:
    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    for number in signals:
        # `nohup` means it; a shell that starts us in the background ignores SIGINT for us, and nobody means that.
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)


def _say_patience_on_interrupt() -> None:
    def patience(_number: int, _frame: FrameType | None) -> None:
        console.print("Still stopping: each program has 20 s to drain.")

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, patience)
