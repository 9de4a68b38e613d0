"""What every implementation of the port `SettingsStore` does."""

from cairn_reporting.application.ports import Settled
from cairn_reporting.domain.assessments import AssessmentRules, Assessor
from cairn_reporting.domain.settings import DEFAULT_SETTINGS, ReportSettings
from tests.support.reporting.world import World

OTHER = ReportSettings(
    rules=AssessmentRules(
        ranking=(Assessor.PEER, Assessor.REVIEWER),
        self_ratings_count=True,
        ageing_months={"a.b$c": 12},
    ),
    smallest_cell=10,
)


def test_where_nothing_is_settled_the_defaults_hold(world: World) -> None:
    assert world.settings("acme").load() == Settled(settings=DEFAULT_SETTINGS, version=0)
    assert world.facts("acme").settings() == DEFAULT_SETTINGS


def test_what_is_settled_holds_for_the_own_tenants_reports(world: World) -> None:
    assert world.settings("acme").save(Settled(settings=OTHER, version=1))
    assert world.settings("acme").load() == Settled(settings=OTHER, version=1)
    assert world.facts("acme").settings() == OTHER
    assert world.facts("globex").settings() == DEFAULT_SETTINGS


def test_of_two_who_settle_at_once_one_is_refused(world: World) -> None:
    store = world.settings("acme")
    assert store.save(Settled(settings=OTHER, version=1))
    assert not world.settings("acme").save(Settled(settings=DEFAULT_SETTINGS, version=1))
    assert not store.save(Settled(settings=DEFAULT_SETTINGS, version=3))
    assert store.save(Settled(settings=DEFAULT_SETTINGS, version=2))
    assert store.load() == Settled(settings=DEFAULT_SETTINGS, version=2)
