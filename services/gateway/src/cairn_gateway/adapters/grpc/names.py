"""Where names come from: people's from learners, entries' from the catalogue."""

from collections.abc import Iterable, Mapping, Sequence

from cairn.catalog.v1 import catalog_service_pb2 as catalog
from cairn.common.v1.paging_pb2 import PageRequest
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import reviews_pb2 as reviews
from cairn.learners.v1.organization_pb2 import Person
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.application.names import names_of


def full_name(person: Person) -> str:
    """Given name and family name."""
    return f"{person.given_name} {person.family_name}".strip()


async def people_names(upstream: Upstream, ids: Iterable[str]) -> Mapping[str, str]:
    """The names of the people whom the caller may see."""

    async def look_up(batch: Sequence[str]) -> Mapping[str, str]:
        request = learners.ListPeopleRequest(page=PageRequest(page_size=len(batch)), person_ids=batch)
        answer = await upstream.read(upstream.learners.ListPeople, request)
        return {person.person_id: full_name(person) for person in answer.people}

    return await names_of(ids, look_up=look_up)


async def reviewed_names(upstream: Upstream, ids: Iterable[str]) -> Mapping[str, str]:
    """The names of the people whose claims and assessments the caller may see: reviewers see nothing else of them."""

    async def look_up(batch: Sequence[str]) -> Mapping[str, str]:
        answer = await upstream.read(upstream.reviews.NamePeople, reviews.NamePeopleRequest(person_ids=batch))
        return {each.person_id: each.name for each in answer.names}

    return await names_of(ids, look_up=look_up)


async def credential_names(upstream: Upstream, ids: Iterable[str]) -> Mapping[str, str]:
    """The names of the credentials in the caller's catalogue."""

    async def look_up(batch: Sequence[str]) -> Mapping[str, str]:
        request = catalog.ListCredentialsRequest(page=PageRequest(page_size=len(batch)), credential_ids=batch)
        answer = await upstream.read(upstream.catalog.ListCredentials, request)
        return {credential.credential_id: credential.name for credential in answer.credentials}

    return await names_of(ids, look_up=look_up)


async def path_names(upstream: Upstream, ids: Iterable[str]) -> Mapping[str, str]:
    """The names of the learning paths in the caller's catalogue."""

    async def look_up(batch: Sequence[str]) -> Mapping[str, str]:
        request = catalog.ListLearningPathsRequest(page=PageRequest(page_size=len(batch)), path_ids=batch)
        answer = await upstream.read(upstream.catalog.ListLearningPaths, request)
        return {path.path_id: path.name for path in answer.learning_paths}

    return await names_of(ids, look_up=look_up)


async def role_names(upstream: Upstream, ids: Iterable[str]) -> Mapping[str, str]:
    """The names of the roles in the caller's catalogue."""

    async def look_up(batch: Sequence[str]) -> Mapping[str, str]:
        request = catalog.ListRolesRequest(page=PageRequest(page_size=len(batch)), role_ids=batch)
        answer = await upstream.read(upstream.catalog.ListRoles, request)
        return {role.role_id: role.name for role in answer.roles}

    return await names_of(ids, look_up=look_up)


async def department_names(upstream: Upstream, ids: Iterable[str]) -> Mapping[str, str]:
    """The names of the departments."""

    async def look_up(batch: Sequence[str]) -> Mapping[str, str]:
        request = learners.ListDepartmentsRequest(
            page=PageRequest(page_size=len(batch)), department_ids=batch
        )
        answer = await upstream.read(upstream.learners.ListDepartments, request)
        return {department.department_id: department.name for department in answer.departments}

    return await names_of(ids, look_up=look_up)
