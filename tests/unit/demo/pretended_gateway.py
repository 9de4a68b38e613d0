"""A gateway in memory: as much of the REST API as entering an employer needs, and a count of what was written."""

import json
from collections import Counter
from typing import Any

import httpx

Body = dict[str, Any]

_ID_FIELDS = {
    "departments": "department_id",
    "people": "person_id",
    "issuers": "issuer_id",
    "platforms": "platform_id",
    "skills": "skill_id",
    "credentials": "credential_id",
    "stacks": "stack_id",
    "learning-paths": "path_id",
    "roles": "role_id",
    "ladders": "ladder_id",
}


class PretendedGateway:
    """Answers requests of one tenant. Anything can be made to fail beforehand."""

    def __init__(self, *, public_credentials: tuple[str, ...] = ()) -> None:
        self.state: dict[str, dict[str, Body]] = {collection: {} for collection in _ID_FIELDS}
        self.state["credentials"] = {
            credential_id: {"credential_id": credential_id, "origin": "public"}
            for credential_id in public_credentials
        }
        self.joined: list[Body] = []
        """Everybody as first imported."""
        self.achievements: list[Body] = []
        self.assignments: dict[str, Body] = {}
        self.responsibilities: list[Body] = []
        self.policies: dict[str, Body] = {}
        self.writes: Counter[str] = Counter()
        self.failures: list[httpx.Response | httpx.TransportError] = []
        """What the next writes get instead of an answer, one each."""
        self.early_rows = 0
        """How many rows of imports are refused as not yet known before any is taken."""

    def transport(self) -> httpx.MockTransport:
        """What a client talks to instead of the network."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            return httpx.Response(200, json={"access_token": "secret", "expires_in": 300})
        assert request.headers["Authorization"] == "Bearer secret"
        path = request.url.path.removeprefix("/api/v1/")
        if request.method == "GET":
            return self._read(path, request.url.params)
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, httpx.TransportError):
                raise failure
            return failure
        return self._write(request, path, json.loads(request.content))

    def _read(self, path: str, query: httpx.QueryParams) -> httpx.Response:
        if path == "reports/recertification":
            held = {
                (row["person_id"], row["credential_id"])
                for row in self.achievements
                if row["decision"] == "verified"
            }
            # Somebody is in a grace that does not count: neither valid nor lapsed.
            in_grace = min(1, len(held))
            lines = [{"valid": len(held) - in_grace, "lapsed": 0, "in_grace": in_grace}]
            return httpx.Response(200, json={"people_count": len(self.state["people"]), "lines": lines})
        if path == "recertification/policies":
            return httpx.Response(200, json={"items": list(self.policies.values())})
        items = {
            "achievements": self.achievements,
            "assignments": list(self.assignments.values()),
            "hr-responsibilities": self.responsibilities,
        }.get(path)
        if items is None:
            items = list(self.state[path].values())
        items = [
            item for item in items if query.get("decision", item.get("decision")) == item.get("decision")
        ]
        start, size = int(query.get("cursor", "0")), 100
        following = str(start + size) if start + size < len(items) else None
        return httpx.Response(200, json={"items": items[start : start + size], "next_cursor": following})

    def _write(self, request: httpx.Request, path: str, body: Body) -> httpx.Response:
        self.writes[path.split("/", maxsplit=1)[0]] += 1
        match path.split("/"):
            case ["people", "import"]:
                return self._import(body["people"], self._register)
            case ["achievements", "import"]:
                return self._import(body["achievements"], self.achievements.append)
            case ["people", person_id, "achievements"]:
                self.achievements.append({**body, "person_id": person_id, "decision": "claimed"})
            case ["recertification", "policies", credential_id, "versions"]:
                assert request.headers["If-None-Match"] == "*"
                self.policies[credential_id] = {"credential_id": credential_id, "versions": [body]}
            case ["hr-responsibilities"]:
                self.responsibilities.append(body)
            case ["assignments"]:
                self.assignments[request.headers["Idempotency-Key"]] = body
            case [collection, entry_id]:
                assert request.headers["If-None-Match"] == "*"
                assert body[_ID_FIELDS[collection]] == entry_id
                origin = "override" if entry_id in self.state[collection] else "tenant"
                self.state[collection][entry_id] = {**body, "origin": origin}
            case _:
                return httpx.Response(404, json=problem("NOT_FOUND"))
        return httpx.Response(201, json={})

    def _register(self, person: Body) -> None:
        if person["person_id"] not in self.state["people"]:
            self.joined.append(person)
        self.state["people"][person["person_id"]] = person

    def _import(self, rows: list[Body], take: Any) -> httpx.Response:
        results = []
        for number, row in enumerate(rows):
            early = self.early_rows > 0
            if early:
                self.early_rows -= 1
            else:
                take(row)
            results.append(
                {
                    "row": number,
                    "outcome": "refused" if early else "created",
                    "reason": "CREDENTIAL_NOT_YET_KNOWN" if early else None,
                    "message": "It comes in a moment." if early else None,
                }
            )
        return httpx.Response(200, json={"results": results})


def problem(reason: str) -> Body:
    """A problem document."""
    return {"reason": reason, "detail": "As asked for by the test.", "errors": []}
