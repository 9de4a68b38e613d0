"""Entering an employer of the demo: everything once, nothing twice, and patience with what only comes late."""

import threading
from pathlib import Path

import httpx
import pytest

from cairn_local.demo_access import DemoApiClient
from cairn_local.errors import Reason, StackError
from cairn_local.progress import SilentSteps
from cairn_local.seeding import tenant_api
from cairn_local.seeding.demo_files import EmployerFiles
from cairn_local.seeding.employer import Employer, size
from cairn_local.seeding.tenant_api import RefusedRequestError, TenantApi
from tests.unit.demo.catalogue_files import DEMO, TENANTS
from tests.unit.demo.pretended_gateway import PretendedGateway, problem

OVERRIDDEN = ("hubspot-inbound-marketing", "aws-solutions-architect-associate")


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tenant_api, "_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(tenant_api, "_PATIENCE_SECONDS", 0.2)


@pytest.fixture
def gateway() -> PretendedGateway:
    return PretendedGateway(public_credentials=OVERRIDDEN)


def api(gateway: PretendedGateway, cancelled: threading.Event | None = None) -> TenantApi:
    client = DemoApiClient(client_id="demo", client_secret="s", scope="organization:demo", roles=("hr",))
    return TenantApi(
        gateway_url="http://gateway",
        token_url="http://keycloak/token",
        client=client,
        cancelled=cancelled or threading.Event(),
        transport=gateway.transport(),
    )


def enter(gateway: PretendedGateway, alias: str = "brindlemark") -> EmployerFiles:
    files = EmployerFiles.read(DEMO / "tenants" / alias)
    with api(gateway) as admin, api(gateway) as hr, SilentSteps().step("") as step:
        Employer(files=files, admin=admin, hr=hr, step=step).enter()
    return files


@pytest.mark.parametrize("alias", TENANTS)
def test_everything_in_the_files_is_entered(gateway: PretendedGateway, alias: str) -> None:
    files = enter(gateway, alias)

    for kind, entries in files.entries.items():
        entered = {
            entry_id: entry
            for entry_id, entry in gateway.state[kind.collection].items()
            if entry["origin"] != "public"
        }
        assert entered.keys() == {entry[kind.id_field] for entry in entries}
    assert len(gateway.state["departments"]) == len(files.departments)
    assert list(gateway.state["people"].values()) == list(files.people)
    assert len(gateway.achievements) == len(files.decided_achievements) + len(files.waiting_achievements)
    assert len(gateway.assignments) == len(files.assignments)
    assert gateway.responsibilities == list(files.hr_responsibilities)
    assert list(gateway.policies) == [each["credential_id"] for each in files.policies]
    counted = sum(len(entries) for entries in files.entries.values()) + len(files.departments)
    counted += len(gateway.responsibilities)
    counted += len(files.policies) + len(files.people) + len(gateway.achievements) + len(gateway.assignments)
    assert size(files) == counted


def test_entering_it_again_writes_nothing(gateway: PretendedGateway) -> None:
    enter(gateway)
    gateway.writes.clear()
    enter(gateway)
    assert not gateway.writes


def test_what_was_left_half_done_is_completed(gateway: PretendedGateway) -> None:
    enter(gateway)
    del gateway.state["roles"]["digital-marketing-lead"]
    removed = gateway.achievements.pop(3)
    gateway.writes.clear()
    enter(gateway)
    assert gateway.writes == {"roles": 1, "achievements": 1}
    assert removed in gateway.achievements
    assert "digital-marketing-lead" in gateway.state["roles"]


def test_whoever_was_promoted_joins_in_the_earlier_role(gateway: PretendedGateway) -> None:
    files = enter(gateway)
    joined = {person["person_id"]: person for person in gateway.joined}
    assert files.promoted_people
    for before in files.promoted_people:
        assert joined[str(before["person_id"])] == before


def test_a_promotion_that_was_cut_off_is_made_when_it_is_entered_again(gateway: PretendedGateway) -> None:
    files = enter(gateway)
    before = files.promoted_people[0]
    gateway.state["people"][str(before["person_id"])] = dict(before)
    gateway.writes.clear()
    enter(gateway)
    assert gateway.writes == {"people": 1}
    assert list(gateway.state["people"].values()) == list(files.people)


def test_what_somebody_changed_in_the_portal_stays(gateway: PretendedGateway) -> None:
    enter(gateway)
    gateway.state["people"]["bm-1004"]["target_role_id"] = "content-strategist"
    claim = next(row for row in gateway.achievements if row["decision"] == "claimed")
    claim["decision"] = "verified"
    enter(gateway)
    assert gateway.state["people"]["bm-1004"]["target_role_id"] == "content-strategist"
    assert claim["decision"] == "verified"


def test_rows_that_name_something_not_yet_known_are_sent_again(gateway: PretendedGateway) -> None:
    gateway.early_rows = 20
    files = enter(gateway)
    assert len(gateway.state["people"]) == len(files.people)


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.Response(503, json=problem("UNAVAILABLE")),
        httpx.Response(409, json=problem("LEARNING_PATH_NOT_YET_KNOWN")),
    ],
    ids=["no answer", "unavailable", "not yet known"],
)
def test_what_passes_is_waited_for(
    gateway: PretendedGateway, failure: httpx.Response | httpx.TransportError
) -> None:
    gateway.failures = [failure, failure]
    files = enter(gateway)
    assert len(gateway.state["people"]) == len(files.people)


def test_an_entry_that_somebody_made_meanwhile_is_fine(gateway: PretendedGateway) -> None:
    gateway.failures = [httpx.Response(409, json=problem("ALREADY_EXISTS"))]
    with api(gateway) as admin:
        admin.create("/roles/lead", {"role_id": "lead"})


def test_a_refusal_ends_it_with_the_reason(gateway: PretendedGateway) -> None:
    gateway.failures = [httpx.Response(403, json=problem("ROLE_REQUIRED"))]
    with pytest.raises(RefusedRequestError, match="ROLE_REQUIRED") as caught:
        enter(gateway)
    assert caught.value.reason == "ROLE_REQUIRED"


def test_patience_ends_after_a_while(gateway: PretendedGateway) -> None:
    gateway.failures = [httpx.Response(503, json=problem("UNAVAILABLE"))] * 100_000
    with pytest.raises(StackError) as caught, api(gateway) as admin:
        admin.create("/roles/lead", {"role_id": "lead"})
    assert caught.value.reason is Reason.NOT_READY_IN_TIME


def test_waiting_ends_at_once_when_it_is_cancelled(gateway: PretendedGateway) -> None:
    cancelled = threading.Event()
    cancelled.set()
    gateway.failures = [httpx.Response(503, json=problem("UNAVAILABLE"))]
    with pytest.raises(StackError) as caught, api(gateway, cancelled) as admin:
        admin.create("/roles/lead", {"role_id": "lead"})
    assert caught.value.reason is Reason.CANCELLED


def test_a_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    for file in (DEMO / "tenants" / "brindlemark").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "people.csv").write_text("person_id,given_name\nbm-1,Imani\n", encoding="utf-8")
    with pytest.raises(StackError, match=r"people\.csv") as caught:
        EmployerFiles.read(tmp_path)
    assert caught.value.reason is Reason.BAD_DEMO_DATA
