"""Which skills somebody holds at which level, what proves it, and until when."""

from cairn_reporting.domain.skill_levels import SkillLevel, skill_level, skill_profile
from tests.support.reporting.builders import catalogue, credential, day, held, period, portfolio

CATALOGUE = catalogue(
    credential("basics", {"python": 1}),
    credential("course", {"python": 2, "sql": 3}),
    credential("exam", {"python": 3}),
)


def test_the_best_credential_that_counts_gives_the_level() -> None:
    both = portfolio(CATALOGUE, held("a1", "basics", period(0, None)), held("a2", "exam", period(0, 10)))
    assert skill_level(portfolio=both, skill_id="python", at=day(5)) == SkillLevel(
        3, held("a2", "exam", period(0, 10)), day(10)
    )
    assert skill_level(portfolio=both, skill_id="python", at=day(10)) == SkillLevel(
        1, held("a1", "basics", period(0, None)), None
    )


def test_claims_and_refusals_prove_nothing() -> None:
    waiting = portfolio(CATALOGUE, held("a1", "exam", period(0, None), verified=False))
    assert skill_level(portfolio=waiting, skill_id="python", at=day(5)) is None


def test_a_level_is_not_proven_before_it_begins_nor_at_the_instant_it_ends() -> None:
    one = portfolio(CATALOGUE, held("a1", "exam", period(5, 10)))
    assert skill_level(portfolio=one, skill_id="python", at=day(4)) is None
    assert skill_level(portfolio=one, skill_id="python", at=day(5)) is not None
    assert skill_level(portfolio=one, skill_id="python", at=day(10)) is None


def test_of_those_that_prove_the_level_the_one_that_counts_the_longest_is_named() -> None:
    three = portfolio(
        CATALOGUE,
        held("a1", "exam", period(0, 10)),
        held("a2", "exam", period(0, 30)),
        held("a3", "basics", period(0, None)),
    )
    found = skill_level(portfolio=three, skill_id="python", at=day(5))
    assert found == SkillLevel(3, held("a2", "exam", period(0, 30)), day(30))


def test_among_equals_the_smallest_id_is_named() -> None:
    two = portfolio(CATALOGUE, held("b", "exam", period(0, 10)), held("a", "exam", period(0, 10)))
    found = skill_level(portfolio=two, skill_id="python", at=day(5))
    assert found is not None
    assert found.by == held("a", "exam", period(0, 10))


def test_a_level_goes_on_through_what_follows_at_that_level_or_above() -> None:
    chain = portfolio(
        CATALOGUE,
        held("a1", "course", period(0, 10)),
        held("a2", "exam", period(10, 20)),
        held("a3", "course", period(15, 25)),
        held("a4", "basics", period(20, None)),
    )
    assert skill_level(portfolio=chain, skill_id="python", at=day(5)) == SkillLevel(
        2, held("a1", "course", period(0, 10)), day(25)
    )


def test_a_renewed_achievement_counts_through_its_own_periods() -> None:
    renewed = portfolio(CATALOGUE, held("a1", "exam", period(0, 10), period(10, 20)))
    assert skill_level(portfolio=renewed, skill_id="python", at=day(5)) == SkillLevel(
        3, held("a1", "exam", period(0, 10), period(10, 20)), day(20)
    )


def test_a_credential_that_has_not_arrived_grants_nothing() -> None:
    unknown = portfolio(CATALOGUE, held("a1", "brand-new", period(0, None)))
    assert skill_profile(portfolio=unknown, catalogue=CATALOGUE, at=day(1)) == ()


def test_a_profile_goes_by_level_downwards_then_name() -> None:
    wide = catalogue(
        credential("mix", {"zig": 3, "ada": 3, "sql": 4, "Basic": 3}),
        skill_ids=("zig", "ada", "sql", "Basic"),
    )
    found = skill_profile(
        portfolio=portfolio(wide, held("a1", "mix", period(0, None))), catalogue=wide, at=day(1)
    )
    assert [(each.held.level, each.skill_name) for each in found] == [
        (4, "Sql"),
        (3, "Ada"),
        (3, "Basic"),
        (3, "Zig"),
    ]
    assert found[0].credential_name == "MIX"


def test_a_skill_that_has_not_arrived_goes_by_its_id() -> None:
    bare = catalogue(credential("mix", {"zig": 3}), skill_ids=())
    (found,) = skill_profile(
        portfolio=portfolio(bare, held("a1", "mix", period(0, None))), catalogue=bare, at=day(1)
    )
    assert found.skill_name == "zig"
