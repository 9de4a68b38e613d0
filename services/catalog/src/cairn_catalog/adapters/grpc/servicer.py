"""The RPCs of CatalogService: each names its form, and `EntryCalls` does the rest alike for every kind."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable, Sequence

import grpc

from cairn.catalog.v1 import catalog_service_pb2 as pb
from cairn.catalog.v1 import catalog_service_pb2_grpc
from cairn.catalog.v1 import entries_pb2 as entries
from cairn_catalog.adapters.contract import forms
from cairn_catalog.adapters.contract.trust import trust_message
from cairn_catalog.adapters.grpc.criteria import credential_criteria, plain_criteria
from cairn_catalog.adapters.grpc.entry_calls import EntryCalls
from cairn_catalog.application.issuer_registry import IssuerTrusts
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_platform.grpc import call as calls

Context = grpc.ServicerContext


class CatalogServicer(catalog_service_pb2_grpc.CatalogServiceServicer):
    """Answers the catalogue's calls."""

    def __init__(self, calls: EntryCalls, *, trusts_of: Callable[[str], IssuerTrusts]) -> None:
        self._calls = calls
        self._trusts_of = trusts_of

    def GetIssuer(self, request: pb.GetIssuerRequest, context: Context) -> pb.GetIssuerResponse:
        """An issuer by its id."""
        [issuer] = self._with_trust([self._calls.get(forms.ISSUER, request.issuer_id)])
        return pb.GetIssuerResponse(issuer=issuer)

    def ListIssuers(self, request: pb.ListIssuersRequest, context: Context) -> pb.ListIssuersResponse:
        """The issuers, ordered by name."""
        criteria = plain_criteria(request, request.issuer_ids)
        found, page = self._calls.listed(forms.ISSUER, criteria, request.page)
        return pb.ListIssuersResponse(issuers=self._with_trust(found), page=page)

    def PublishIssuer(self, request: pb.PublishIssuerRequest, context: Context) -> pb.PublishIssuerResponse:
        """Publishes a new issuer, or a revision of one."""
        return self._calls.publish(
            forms.ISSUER,
            request,
            request.issuer,
            respond=lambda issuer: pb.PublishIssuerResponse(issuer=issuer),
        )

    def _with_trust(self, issuers: Sequence[entries.Issuer]) -> Sequence[entries.Issuer]:
        """The issuers with what the caller's tenant itself thinks of them."""
        trusts = self._trusts_of(calls.current.get().principal.tenant_id)
        said = trusts.of([issuer.issuer_id for issuer in issuers])
        for issuer in issuers:
            trust = said.get(issuer.issuer_id)
            if trust is not None and trust.verdict is not TrustVerdict.UNSET:
                issuer.trust.CopyFrom(trust_message(trust))
        return issuers

    def GetPlatform(self, request: pb.GetPlatformRequest, context: Context) -> pb.GetPlatformResponse:
        """A platform by its id."""
        return pb.GetPlatformResponse(platform=self._calls.get(forms.PLATFORM, request.platform_id))

    def ListPlatforms(self, request: pb.ListPlatformsRequest, context: Context) -> pb.ListPlatformsResponse:
        """The platforms, ordered by name."""
        criteria = plain_criteria(request, request.platform_ids)
        found, page = self._calls.listed(forms.PLATFORM, criteria, request.page)
        return pb.ListPlatformsResponse(platforms=found, page=page)

    def PublishPlatform(
        self, request: pb.PublishPlatformRequest, context: Context
    ) -> pb.PublishPlatformResponse:
        """Publishes a new platform, or a revision of one."""
        return self._calls.publish(
            forms.PLATFORM,
            request,
            request.platform,
            respond=lambda platform: pb.PublishPlatformResponse(platform=platform),
        )

    def GetSkill(self, request: pb.GetSkillRequest, context: Context) -> pb.GetSkillResponse:
        """A skill by its id."""
        return pb.GetSkillResponse(skill=self._calls.get(forms.SKILL, request.skill_id))

    def ListSkills(self, request: pb.ListSkillsRequest, context: Context) -> pb.ListSkillsResponse:
        """The skills, ordered by name."""
        criteria = plain_criteria(request, request.skill_ids)
        found, page = self._calls.listed(forms.SKILL, criteria, request.page)
        return pb.ListSkillsResponse(skills=found, page=page)

    def PublishSkill(self, request: pb.PublishSkillRequest, context: Context) -> pb.PublishSkillResponse:
        """Publishes a new skill, or a revision of one."""
        return self._calls.publish(
            forms.SKILL, request, request.skill, respond=lambda skill: pb.PublishSkillResponse(skill=skill)
        )

    def GetCredential(self, request: pb.GetCredentialRequest, context: Context) -> pb.GetCredentialResponse:
        """A credential by its id."""
        return pb.GetCredentialResponse(credential=self._calls.get(forms.CREDENTIAL, request.credential_id))

    def ListCredentials(
        self, request: pb.ListCredentialsRequest, context: Context
    ) -> pb.ListCredentialsResponse:
        """The credentials, ordered by name."""
        criteria = credential_criteria(request)
        found, page = self._calls.listed(forms.CREDENTIAL, criteria, request.page)
        return pb.ListCredentialsResponse(credentials=found, page=page)

    def PublishCredential(
        self, request: pb.PublishCredentialRequest, context: Context
    ) -> pb.PublishCredentialResponse:
        """Publishes a new credential, or a revision of one."""
        return self._calls.publish(
            forms.CREDENTIAL,
            request,
            request.credential,
            respond=lambda credential: pb.PublishCredentialResponse(credential=credential),
        )

    def GetStack(self, request: pb.GetStackRequest, context: Context) -> pb.GetStackResponse:
        """A stack by its id."""
        return pb.GetStackResponse(stack=self._calls.get(forms.STACK, request.stack_id))

    def ListStacks(self, request: pb.ListStacksRequest, context: Context) -> pb.ListStacksResponse:
        """The stacks, ordered by name."""
        criteria = plain_criteria(request, request.stack_ids)
        found, page = self._calls.listed(forms.STACK, criteria, request.page)
        return pb.ListStacksResponse(stacks=found, page=page)

    def PublishStack(self, request: pb.PublishStackRequest, context: Context) -> pb.PublishStackResponse:
        """Publishes a new stack, or a revision of one."""
        return self._calls.publish(
            forms.STACK, request, request.stack, respond=lambda stack: pb.PublishStackResponse(stack=stack)
        )

    def GetLearningPath(
        self, request: pb.GetLearningPathRequest, context: Context
    ) -> pb.GetLearningPathResponse:
        """A learning path by its id."""
        return pb.GetLearningPathResponse(learning_path=self._calls.get(forms.LEARNING_PATH, request.path_id))

    def ListLearningPaths(
        self, request: pb.ListLearningPathsRequest, context: Context
    ) -> pb.ListLearningPathsResponse:
        """The learning paths, ordered by name."""
        criteria = plain_criteria(request, request.path_ids)
        found, page = self._calls.listed(forms.LEARNING_PATH, criteria, request.page)
        return pb.ListLearningPathsResponse(learning_paths=found, page=page)

    def PublishLearningPath(
        self, request: pb.PublishLearningPathRequest, context: Context
    ) -> pb.PublishLearningPathResponse:
        """Publishes a new learning path, or a revision of one."""
        return self._calls.publish(
            forms.LEARNING_PATH,
            request,
            request.learning_path,
            respond=lambda learning_path: pb.PublishLearningPathResponse(learning_path=learning_path),
        )

    def GetRole(self, request: pb.GetRoleRequest, context: Context) -> pb.GetRoleResponse:
        """A role by its id."""
        return pb.GetRoleResponse(role=self._calls.get(forms.ROLE, request.role_id))

    def ListRoles(self, request: pb.ListRolesRequest, context: Context) -> pb.ListRolesResponse:
        """The roles, ordered by name."""
        criteria = plain_criteria(request, request.role_ids)
        found, page = self._calls.listed(forms.ROLE, criteria, request.page)
        return pb.ListRolesResponse(roles=found, page=page)

    def PublishRole(self, request: pb.PublishRoleRequest, context: Context) -> pb.PublishRoleResponse:
        """Publishes a new role, or a revision of one."""
        return self._calls.publish(
            forms.ROLE, request, request.role, respond=lambda role: pb.PublishRoleResponse(role=role)
        )

    def GetLadder(self, request: pb.GetLadderRequest, context: Context) -> pb.GetLadderResponse:
        """A ladder by its id."""
        return pb.GetLadderResponse(ladder=self._calls.get(forms.LADDER, request.ladder_id))

    def ListLadders(self, request: pb.ListLaddersRequest, context: Context) -> pb.ListLaddersResponse:
        """The ladders, ordered by name."""
        criteria = plain_criteria(request, request.ladder_ids)
        found, page = self._calls.listed(forms.LADDER, criteria, request.page)
        return pb.ListLaddersResponse(ladders=found, page=page)

    def PublishLadder(self, request: pb.PublishLadderRequest, context: Context) -> pb.PublishLadderResponse:
        """Publishes a new ladder, or a revision of one."""
        return self._calls.publish(
            forms.LADDER,
            request,
            request.ladder,
            respond=lambda ladder: pb.PublishLadderResponse(ladder=ladder),
        )
