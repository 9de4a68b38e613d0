"""The catalogue is kept in memory, and is never older than what MongoDB holds."""

from functools import partial

from cairn_learners.adapters.mongo.known_catalogues import KnownCatalogues, Mark
from cairn_learners.domain.catalogue import Catalogue
from tests.support.learners.builders import a_catalogue, a_path, a_person, a_stack
from tests.support.learners.mongo_world import MongoWorld, event_of


def _paths(world: MongoWorld, tenant_id: str = "acme") -> set[str]:
    facts = world.of(tenant_id).facts_about("ann", subject="")
    assert facts is not None
    return set(facts.catalogue.paths)


def test_a_person_takes_one_read_while_the_catalogue_stays_as_it_is(world: MongoWorld) -> None:
    world.put(a_person("ann"))
    world.know(a_path("html"), a_stack("web", "html"))
    assert _paths(world) == {"path"}
    world.reads.clear()
    assert _paths(world) == {"path"}
    assert world.reads == ["people"]


def test_what_another_process_brings_is_seen_at_once(world: MongoWorld) -> None:
    world.put(a_person("ann"))
    assert _paths(world) == set()
    assert _paths(world) == set()
    for number in range(3):
        MongoWorld(world.database, []).know(a_path("html", path_id=f"path-{number}"))
        assert len(_paths(world)) == number + 1


def test_a_new_generation_shows_its_own(world: MongoWorld) -> None:
    serving = MongoWorld(world.database, [])
    serving.put(a_person("ann"))
    serving.know(a_path("html", path_id="old"))
    assert _paths(serving) == {"old"}
    generation = serving.read_models.begin()
    new = event_of(a_path("html", path_id="new"), tenant_id="public")
    serving.read_models.apply([new], generation=generation)
    assert _paths(serving) == {"old"}
    serving.read_models.switch_to(generation, offsets={})
    assert _paths(serving) == {"new"}


def test_the_tenant_that_was_read_first_makes_room() -> None:
    known, mark = KnownCatalogues(at_most=2), Mark(generation=1, last_changes=())
    read: list[str] = []

    def catalogue(tenant_id: str) -> Catalogue:
        read.append(tenant_id)
        return a_catalogue()

    for tenant_id in ("a", "b", "c", "b", "c", "a"):
        known.of(tenant_id, mark=mark, read=partial(catalogue, tenant_id))
    assert read == ["a", "b", "c", "a"]
