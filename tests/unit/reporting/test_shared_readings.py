"""Questions share one reading, which is hardly older than any of them."""

from concurrent.futures import ThreadPoolExecutor

from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.application.reach import Reach
from cairn_reporting.application.workforce.readings import Readings
from tests.support.reporting.company import NOW, days_from_now, everything, verified
from tests.support.reporting.events import event
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import workforces


def test_whoever_waited_before_a_reading_began_need_not_read() -> None:
    readings = Readings(good_for_seconds=0)
    first, second = readings.asked(), readings.asked()
    assert not readings.answer(first)
    readings.succeeded(readings.begin())
    assert readings.answer(second)


def test_whoever_asks_while_somebody_reads_needs_another_reading() -> None:
    readings = Readings(good_for_seconds=0)
    number = readings.begin()
    asked = readings.asked()
    readings.succeeded(number)
    assert not readings.answer(asked)


def test_whoever_asks_after_a_reading_needs_another() -> None:
    readings = Readings(good_for_seconds=0)
    readings.succeeded(readings.begin())
    assert not readings.answer(readings.asked())


def test_a_reading_that_failed_answers_nobody() -> None:
    readings = Readings(good_for_seconds=0)
    asked = readings.asked()
    readings.begin()
    assert not readings.answer(asked)
    readings.succeeded(readings.begin())
    assert readings.answer(asked)


def test_a_reading_is_good_for_a_moment_after_it_began() -> None:
    now = [100.0]
    readings = Readings(good_for_seconds=0.05, clock=lambda: now[0])
    number = readings.begin()
    now[0] += 0.03
    readings.succeeded(number)
    assert readings.answer(readings.asked())
    now[0] += 0.03
    assert not readings.answer(readings.asked())


def test_no_reading_from_before_a_change_that_is_seen_at_once_answers() -> None:
    now = [100.0]
    readings = Readings(good_for_seconds=10, clock=lambda: now[0])
    number = readings.begin()
    now[0] += 1
    readings.outdate()
    now[0] += 1
    readings.succeeded(number)
    assert not readings.answer(readings.asked())
    readings.succeeded(readings.begin())
    assert readings.answer(readings.asked())
    readings.outdate()
    assert not readings.answer(readings.asked())


def test_many_at_once_each_know_what_was_applied_before_they_asked() -> None:
    read_models = InMemoryReadModels()
    read_models.apply(everything())
    engine = workforces(read_models, clock=lambda: NOW)

    def earned_and_seen(number: int) -> bool:
        state = verified(f"earned-{number}", "dan", f"course-{number}", until=days_from_now(9))
        read_models.apply([event(state, tenant_id="acme", version=1, at=NOW)])
        with engine.of("acme") as workforce:
            assert workforce is not None
            reach = Reach(named=None)
            holding = f"course-{number}"
            return "dan" in workforce.who_is_asked_for(
                PeopleFilter(), reach=reach, as_of=NOW, holding=holding
            )

    with ThreadPoolExecutor(8) as asking:
        assert all(asking.map(earned_and_seen, range(40)))
