"""A person by REST, through the gateway with a verified token and one gRPC hop, against bare FastAPI; Keycloak is not asked."""

import json
import random
import urllib.request
from collections.abc import Mapping, Sequence

from bench.company import Company, company_of
from bench.issuer import issuing
from bench.measuring import Sample, Turn, Variant, interleaved, ratio, summed_up
from bench.processes import asked, free_port, started
from bench.serving import gateway_serving, hr_token, learners_serving

GOAL = 0.35
PEOPLE = 2000
CALLS = 1000
AT_A_TIME = 8
_COMPARED = 50


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    company = company_of(PEOPLE)
    chance = random.Random(2)
    paths = [f"/api/v1/people/{chance.choice(company.people).person_id}" for _ in range(CALLS)]
    port = free_port()
    with (
        issuing() as issuer,
        learners_serving(company, issuer) as learners,
        gateway_serving(learners, issuer) as gateway,
        started("bench.servers.bare_fastapi", str(port), port=port) as bare_pid,
    ):
        headers = [f"Authorization: Bearer {hr_token(issuer)}"]
        bare_target = f"127.0.0.1:{port}"
        _check_answers(company, paths[:_COMPARED], targets=(gateway.target, bare_target), headers=headers)
        before = issuer.calls
        samples = interleaved(
            [
                _asking("cairn gateway", [gateway.pid], gateway.target, paths, headers),
                _asking("bare FastAPI", [bare_pid], bare_target, paths, headers),
            ]
        )
        return {
            "route": "GET /api/v1/people/{person_id}",
            "calls_at_a_time": AT_A_TIME,
            "answers_compared": _COMPARED,
            "calls_to_the_issuer_in_steady_state": issuer.calls - before,
            **_compared(samples["cairn gateway"], samples["bare FastAPI"]),
        }


def _compared(ours: Sequence[Sample], bare: Sequence[Sample]) -> Mapping[str, object]:
    return {
        "variants": {"cairn gateway": summed_up(ours), "bare FastAPI": summed_up(bare)},
        "goal": GOAL,
        "ratio_per_cpu_second": ratio(ours, to=bare, of=lambda each: each.per_cpu_second),
        "ratio_per_second": ratio(ours, to=bare, of=lambda each: each.per_second),
    }


def _asking(
    name: str, pids: Sequence[int], target: str, paths: Sequence[str], headers: Sequence[str]
) -> Variant:
    host, _, port = target.partition(":")
    order = {"host": host, "port": int(port), "paths": paths, "headers": headers, "at_a_time": AT_A_TIME}

    def run() -> Turn:
        answer = asked("bench.load.http_calls", order)
        if set(answer["statuses"]) != {"200"}:
            raise RuntimeError(f"{name}: {answer['statuses']}")
        return Turn(answer["statuses"]["200"], answer["wall_seconds"])

    return Variant(name=name, pids=pids, run=run)


def _check_answers(
    company: Company, paths: Sequence[str], *, targets: Sequence[str], headers: Sequence[str]
) -> None:
    """Nothing is timed before the gateway names the right people and the bare server answers with the same fields."""
    given_names = {each.person_id: each.profile.given_name for each in company.people}
    sent = dict(header.split(": ", 1) for header in headers)
    for path in paths:
        gateway, bare = (_got(f"http://{target}{path}", sent) for target in targets)
        person_id = path.rpartition("/")[2]
        if gateway["person_id"] != person_id or gateway["given_name"] != given_names[person_id]:
            raise RuntimeError(f"the gateway answers with somebody else than {person_id}")
        if gateway.keys() != bare.keys():
            raise RuntimeError("the bare server answers with other fields")


def _got(url: str, headers: Mapping[str, str]) -> Mapping[str, object]:
    request = urllib.request.Request(url, headers=dict(headers))  # noqa: S310 (an address of our own)
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 (an address of our own)
        found: Mapping[str, object] = json.load(answer)
    return found
