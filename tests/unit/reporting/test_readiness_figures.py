"""How many are how ready, for those who see persons and for those who do not."""

from google.protobuf.json_format import MessageToDict

from cairn.learners.v1.events_pb2 import PersonState
from cairn.reporting.v1 import reporting_service_pb2 as contract
from tests.support.reporting.asking import Asker, principal
from tests.support.reporting.calling import ReportingEndpoint
from tests.support.reporting.company import NOW, everything, verified
from tests.support.reporting.events import event
from tests.support.reporting.memory import InMemoryReadModels

BY_DEPARTMENT = contract.ReportReadinessRequest(group_by=contract.DIMENSION_DEPARTMENT)


def _figures(figures: contract.ReadinessFigures) -> dict[str, int]:
    return MessageToDict(figures, preserving_proto_field_name=True)


def test_the_figures_of_groups_stand_beside_people_and_total(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("hr").call("ReportReadiness", BY_DEPARTMENT)
    assert [each.person_id for each in answer.people] == ["bob", "cleo", "dan", "eve", "fay"]
    assert answer.without_role_count == 1
    assert _figures(answer.figures) == {"people_count": 5, "not_yet": 5}
    found = [(each.group, _figures(each.figures)) for each in answer.groups]
    assert found == [
        ("data", {"people_count": 2, "not_yet": 2}),
        ("it", {"people_count": 3, "not_yet": 3}),
    ]


def test_nobody_pays_for_figures_that_were_not_asked_for(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("hr").call("ReportReadiness", contract.ReportReadinessRequest())
    assert not answer.HasField("figures")
    assert len(answer.people) == 5


def test_figures_alone_name_nobody(reporting: ReportingEndpoint) -> None:
    request = contract.ReportReadinessRequest(figures_only=True, role_id="engineer")
    answer = reporting.caller("hr").call("ReportReadiness", request)
    assert list(answer.people) == []
    assert answer.page.next_page_token == ""
    assert _figures(answer.figures) == {"people_count": 6, "ready_until": 1, "not_yet": 5}


def test_a_manager_gets_the_figures_of_the_own_line(reporting: ReportingEndpoint) -> None:
    bob = reporting.caller("employee", "manager", subject="account-bob")
    assert bob.call("ReportReadiness", BY_DEPARTMENT).figures.people_count == 3


def test_an_analyst_gets_figures_alone_and_none_about_few() -> None:
    world = InMemoryReadModels()
    world.apply(everything())
    people = [
        PersonState(person_id=f"p{number:02}", role_id="engineer", location="Riga" if number % 2 else "Porto")
        for number in range(12)
    ]
    courses = [verified(f"{each.person_id}-c", each.person_id, "course", until=None) for each in people[:6]]
    world.apply([event(each, tenant_id="acme", version=1, at=NOW) for each in (*people, *courses)])
    analyst = Asker(world, principal("analyst", tenant_id="acme"), now=NOW)
    request = contract.ReportReadinessRequest(role_choice=contract.ROLE_CHOICE_OWN)
    # Cleo alone is ready until an instant.
    in_all = analyst.ask("ReportReadiness", request)
    assert list(in_all.people) == []
    assert not in_all.HasField("figures")
    request.role_choice = contract.ROLE_CHOICE_NEXT
    request.group_by = contract.DIMENSION_LOCATION
    answer = analyst.ask("ReportReadiness", request)
    assert _figures(answer.figures) == {"people_count": 15, "not_yet": 15}
    # Three of the company work nowhere that is known; the next smallest group is hidden with them.
    assert [(each.group, each.figures.people_count) for each in answer.groups] == [("Riga", 6)]
    assert answer.hidden_count == 2


def test_an_analyst_is_told_of_nobody_through_pages() -> None:
    world = InMemoryReadModels()
    world.apply(everything())
    analyst = Asker(world, principal("analyst", tenant_id="acme"), now=NOW)
    request = contract.ReportReadinessRequest()
    request.page.page_size = 1
    answer = analyst.ask("ReportReadiness", request)
    assert (len(answer.people), answer.page.next_page_token) == (0, "")
