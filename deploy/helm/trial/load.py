"""Load from outside while something is done to Cairn: `load.py --demo demo.json --result load.json -- COMMAND…`.

Writers register people, readers ask for reports, all through the gateway, until the command ends and a little longer. Then every person
whose registration was accepted has to be there, and the reports have to know of everybody. Exit status 1 where one is missing.
"""

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import httpx

from cairn_local.demo_access import DemoAccess, DemoTenant
from cairn_local.seeding.tenant_api import TenantApi

TENANT = "quillhaven"
_BEFORE_AND_AFTER_SECONDS = 5.0
_REPORTS_SECONDS = 60.0
_PAUSE_SECONDS = 0.05


@dataclass
class Seen:
    """What came of the requests."""

    accepted: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def note(self, outcome: str, begun: float) -> None:
        """One request is over."""
        self.outcomes[outcome] += 1
        self.seconds.append(time.monotonic() - begun)


class Client(threading.Thread):
    """One client with one connection that it keeps, as programs do."""

    def __init__(self, access: DemoAccess, *, role: str, seen: Seen, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._access = access
        self._role = role
        self._seen = seen
        self._stop_asked = stop

    def run(self) -> None:
        """Requests until the stop."""
        api = _api(self._access, self._role)
        with httpx.Client(base_url=f"{self._access.gateway_url}/api/v1", timeout=30) as http:
            while not self._stop_asked.wait(_PAUSE_SECONDS):
                headers = {"Authorization": f"Bearer {api.token()}"}
                begun = time.monotonic()
                try:
                    outcome = (
                        self._write(http, headers) if self._role == "tenant-admin" else _read(http, headers)
                    )
                except httpx.TransportError as error:
                    outcome = f"no answer: {type(error).__name__}"
                self._seen.note(f"{'POST' if self._role == 'tenant-admin' else 'GET'} {outcome}", begun)

    def _write(self, http: httpx.Client, headers: dict[str, str]) -> str:
        person_id = f"load-{uuid.uuid4()}"
        position = {"title": "Load", "department_id": TENANT, "manager_id": None, "role_id": None}
        body = {
            "person_id": person_id,
            "given_name": "Load",
            "family_name": None,
            "email": None,
            "position": position,
        }
        answer = http.post("/people", json=body, headers={**headers, "Idempotency-Key": person_id})
        if answer.status_code == HTTPStatus.CREATED:
            self._seen.accepted.append(person_id)
        return str(answer.status_code)


def _read(http: httpx.Client, headers: dict[str, str]) -> str:
    return str(http.get("/reports/recertification", headers=headers).status_code)


def _tenant(access: DemoAccess) -> DemoTenant:
    return next(tenant for tenant in access.tenants if tenant.alias == TENANT)


def _api(access: DemoAccess, role: str) -> TenantApi:
    client = next(each for each in _tenant(access).api_clients if role in each.roles)
    return TenantApi(
        gateway_url=access.gateway_url, token_url=access.token_url, client=client, cancelled=threading.Event()
    )


def under_load(access: DemoAccess, command: list[str], *, writers: int, readers: int) -> dict[str, object]:
    """Runs the command under load and says what came of the requests."""
    seen, stop = Seen(), threading.Event()
    roles = ["tenant-admin"] * writers + ["hr"] * readers
    clients = [Client(access, role=role, seen=seen, stop=stop) for role in roles]
    begun = time.monotonic()
    for client in clients:
        client.start()
    time.sleep(_BEFORE_AND_AFTER_SECONDS)
    status = subprocess.run(command, check=False).returncode if command else 0  # noqa: S603 (the operator's own)
    time.sleep(_BEFORE_AND_AFTER_SECONDS)
    stop.set()
    for client in clients:
        client.join(timeout=60)
    seconds = time.monotonic() - begun
    return {
        "command_status": status,
        "seconds": round(seconds, 1),
        "requests_per_second": round(len(seen.seconds) / seconds, 1),
        "outcomes": dict(sorted(seen.outcomes.items())),
        "slowest_seconds": round(max(seen.seconds), 2),
        "median_seconds": round(statistics.median(seen.seconds), 3),
        "accepted": len(seen.accepted),
        **_what_became_of(access, seen.accepted),
    }


def _what_became_of(access: DemoAccess, accepted: list[str]) -> dict[str, object]:
    with _api(access, "hr") as hr:
        there = {person["person_id"] for person in hr.list("people")}
        begun = time.monotonic()
        while (known := hr.get("/reports/recertification")["people_count"]) != len(there):
            if time.monotonic() - begun > _REPORTS_SECONDS:
                break
            time.sleep(0.2)
    return {
        "accepted_and_missing": len(set(accepted) - there),
        "people": len(there),
        "people_in_reports": known,
        "reports_complete_after_seconds": round(time.monotonic() - begun, 1),
    }


def main() -> int:
    """Runs the command under load; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--demo", type=Path, required=True)
    parser.add_argument("--result", type=Path, required=True)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("command", nargs="*")
    asked = parser.parse_args()
    result = under_load(
        DemoAccess.read(asked.demo), asked.command, writers=asked.writers, readers=asked.readers
    )
    asked.result.write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write(json.dumps(result, indent=2) + "\n")
    complete = result["accepted_and_missing"] == 0 and result["people"] == result["people_in_reports"]
    return 0 if complete and result["command_status"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
