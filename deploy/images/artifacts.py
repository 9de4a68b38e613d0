"""Brings the programs of the stores into the cache of deploy/local and writes where they are.

A line each for Kafka, Keycloak and MongoDB: version, then the jars' folder, the distribution's folder, the mongod.
"""

import re
import subprocess
import sys
import threading
from pathlib import Path

from rich.console import Console

from cairn_local import artifacts
from cairn_local.errors import StackError
from cairn_local.progress import PlainSteps
from cairn_local.settings import StackSettings


def mongod_version(mongod: Path) -> str:
    """What the program says about itself."""
    said = subprocess.run([mongod, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    found = re.search(r"db version v([\d.]+)", said)
    if found is None:
        raise ValueError(f"{mongod} does not say its version.")
    return found[1]


def main() -> int:
    """Brings, and writes to standard output; progress goes to standard error."""
    settings = StackSettings()
    try:
        brought = artifacts.bring(
            cache_dir=settings.cache_dir,
            logs_dir=settings.logs_dir,
            steps=PlainSteps(Console(stderr=True)),
            cancelled=threading.Event(),
        )
    except StackError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{artifacts.KAFKA_VERSION} {brought.kafka_libs}\n")
    sys.stdout.write(f"{artifacts.KEYCLOAK_VERSION} {brought.keycloak_home}\n")
    sys.stdout.write(f"{mongod_version(brought.mongod)} {brought.mongod}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
