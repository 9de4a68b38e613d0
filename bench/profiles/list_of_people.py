"""ListPeople of 5,000, beside plain pymongo."""

from bench.company import company_of
from bench.list_of_people import PEOPLE, by_pymongo, by_the_service
from bench.profiles.parts import Parts, functions, told
from tests.support.backing import backing
from tests.support.learners.databases import fenced_database

_TURNS = 5


def profiled() -> str:
    """Lists everybody, in this process."""
    parts = Parts()
    with backing(whole=False, keycloak=False) as stores, fenced_database(stores.mongo_url) as database:
        company_of(PEOPLE).put_into(database.world)
        for _ in range(_TURNS):
            with parts.part("plain pymongo"):
                by_pymongo(database.world)
            with parts.part("ListPeople, to the message's bytes"):
                by_the_service(database.world)
        a_person = {name: each / PEOPLE for name, each in parts.medians().items()}
        text = told(f"ListPeople of {PEOPLE} people", a_person, unit="a person")
        return text + functions(lambda: by_the_service(database.world))
