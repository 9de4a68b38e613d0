"""Every reason has one status, and every error of the code has a reason of the contract."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import cairn_catalog
import cairn_gateway
import cairn_learners
import cairn_platform
import cairn_reporting
from cairn_gateway.adapters.http import problems
from cairn_platform.errors import RefusedError
from cairn_platform.grpc import errors
from cairn_platform.grpc.errors import STATUS_OF, known_reasons

REPOSITORY = Path(__file__).resolve().parents[2]


def _all_errors() -> Iterator[type[RefusedError]]:
    for package in (cairn_platform, cairn_catalog, cairn_learners, cairn_reporting, cairn_gateway):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    waiting = [RefusedError]
    while waiting:
        error = waiting.pop()
        yield error
        waiting.extend(error.__subclasses__())


def test_the_table_of_statuses_is_total_and_holds_nothing_else() -> None:
    assert set(STATUS_OF) == known_reasons()


def test_every_error_of_a_grpc_service_has_a_reason_of_the_contract() -> None:
    for error in _all_errors():
        if not error.__module__.startswith("cairn_gateway."):
            assert error.reason in known_reasons(), f"{error.__module__}.{error.__qualname__}"


def test_every_reason_of_the_contract_is_used() -> None:
    tables = {Path(errors.__file__), Path(problems.__file__)}
    sources = [
        path for folder in ("libs/platform", "services") for path in (REPOSITORY / folder).rglob("*.py")
    ]
    code = "\n".join(path.read_text() for path in sources if path not in tables)
    assert {reason for reason in known_reasons() if f'"{reason}"' not in code} == set()


def test_the_table_of_problems_has_every_reason() -> None:
    raised = {error.reason for error in _all_errors()}
    assert known_reasons() | raised <= set(problems.KINDS)
