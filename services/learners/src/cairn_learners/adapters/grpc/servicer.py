"""LearnersService: requests to use cases, results to answers."""

import grpc

from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import learners_service_pb2_grpc as contract_grpc
from cairn_learners.adapters.grpc import answers, requests
from cairn_learners.adapters.grpc.requests import fields_of
from cairn_learners.adapters.grpc.tenant_calls import TenantCallsWithFiles
from cairn_learners.adapters.review_messages import sent_scores
from cairn_learners.application import (
    achievements,
    assignments,
    assignments_seen,
    departments,
    own_self,
    people,
    progress,
    save_person,
    teams,
)
from cairn_learners.application.import_achievements import import_achievements
from cairn_learners.application.import_people import import_people
from cairn_learners.application.recertification import preview_recertification
from cairn_platform.grpc.call import answered_once

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["LearnersService"].full_name


class LearnersServicer(TenantCallsWithFiles, contract_grpc.LearnersServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def GetSelf(  # noqa: N802 (the contract's names)
        self, request: contract.GetSelfRequest, _context: grpc.ServicerContext
    ) -> contract.GetSelfResponse:
        """Who is calling."""
        scope = self._scope()
        found = own_self.get_self(scope, with_post_nominals=request.with_post_nominals)
        return contract.GetSelfResponse(self=answers.oneself(found))

    def GetPerson(  # noqa: N802
        self, request: contract.GetPersonRequest, _context: grpc.ServicerContext
    ) -> contract.GetPersonResponse:
        """A person."""
        scope = self._scope()
        person = people.get_person(scope, person_id=request.person_id)
        return contract.GetPersonResponse(person=answers.person(person))

    def ListPeople(  # noqa: N802
        self, request: contract.ListPeopleRequest, _context: grpc.ServicerContext
    ) -> contract.ListPeopleResponse:
        """People by name."""
        scope = self._scope()
        page = people.list_people(
            scope, which=requests.which_people(request), page=requests.page(request.page)
        )
        return contract.ListPeopleResponse(
            people=[answers.person(each) for each in page.items], page=answers.page_info(page)
        )

    def SavePerson(  # noqa: N802
        self, request: contract.SavePersonRequest, _context: grpc.ServicerContext
    ) -> contract.SavePersonResponse:
        """Registers a person or changes one."""
        scope, store = self._called()
        with fields_of("person"):
            return answered_once(
                request,
                answers=store,
                response=contract.SavePersonResponse,
                respond=lambda person: contract.SavePersonResponse(person=answers.person(person)),
                perform=lambda once: save_person.save_person(
                    scope,
                    draft=requests.person(request.person),
                    expected_version=request.expected_version,
                    once=once,
                ),
            )

    def ImportPeople(  # noqa: N802
        self, request: contract.ImportPeopleRequest, _context: grpc.ServicerContext
    ) -> contract.ImportPeopleResponse:
        """Registers or changes many people."""
        scope = self._scope()
        rows = import_people(scope, drafts=[requests.person(each) for each in request.people])
        return contract.ImportPeopleResponse(results=answers.rows(rows))

    def ChooseTargetRole(  # noqa: N802
        self, request: contract.ChooseTargetRoleRequest, _context: grpc.ServicerContext
    ) -> contract.ChooseTargetRoleResponse:
        """Sets the role that a person wants to be ready for."""
        scope = self._scope()
        person = save_person.choose_role(
            scope,
            person_id=request.person_id,
            role_id=request.role_id,
            expected_version=request.expected_version,
        )
        return contract.ChooseTargetRoleResponse(person=answers.person(person))

    def GetDepartment(  # noqa: N802
        self, request: contract.GetDepartmentRequest, _context: grpc.ServicerContext
    ) -> contract.GetDepartmentResponse:
        """A department."""
        scope = self._scope()
        department = departments.get_department(scope, department_id=request.department_id)
        return contract.GetDepartmentResponse(department=answers.department(department))

    def ListDepartments(  # noqa: N802
        self, request: contract.ListDepartmentsRequest, _context: grpc.ServicerContext
    ) -> contract.ListDepartmentsResponse:
        """The departments by name."""
        scope = self._scope()
        page = departments.list_departments(
            scope, department_ids=request.department_ids, page=requests.page(request.page)
        )
        return contract.ListDepartmentsResponse(
            departments=[answers.department(each) for each in page.items], page=answers.page_info(page)
        )

    def SaveDepartment(  # noqa: N802
        self, request: contract.SaveDepartmentRequest, _context: grpc.ServicerContext
    ) -> contract.SaveDepartmentResponse:
        """Founds a department or changes one."""
        scope, store = self._called()
        with fields_of("department"):
            return answered_once(
                request,
                answers=store,
                response=contract.SaveDepartmentResponse,
                respond=lambda department: contract.SaveDepartmentResponse(
                    department=answers.department(department)
                ),
                perform=lambda once: departments.save_department(
                    scope,
                    draft=requests.department(request.department),
                    expected_version=request.expected_version,
                    once=once,
                ),
            )

    def ListTeams(  # noqa: N802
        self, request: contract.ListTeamsRequest, _context: grpc.ServicerContext
    ) -> contract.ListTeamsResponse:
        """The teams by their managers' names."""
        scope = self._scope()
        page = teams.list_teams(scope, page=requests.page(request.page))
        return contract.ListTeamsResponse(
            teams=[answers.team(each) for each in page.items], page=answers.page_info(page)
        )

    def PreviewAssignment(  # noqa: N802
        self, request: contract.PreviewAssignmentRequest, _context: grpc.ServicerContext
    ) -> contract.PreviewAssignmentResponse:
        """What assigning a path would do."""
        scope = self._scope()
        forecasts = assignments.preview_assignment(
            scope, path_id=request.path_id, audience=requests.audience(request.audience)
        )
        return contract.PreviewAssignmentResponse(forecasts=[answers.forecast(each) for each in forecasts])

    def AssignPath(  # noqa: N802
        self, request: contract.AssignPathRequest, _context: grpc.ServicerContext
    ) -> contract.AssignPathResponse:
        """Assigns a path to an audience."""
        scope, store = self._called()
        return answered_once(
            request,
            answers=store,
            response=contract.AssignPathResponse,
            respond=answers.assigned,
            perform=lambda once: assignments.assign_path(
                scope,
                path_id=request.path_id,
                audience=requests.audience(request.audience),
                due_on=request.due_on,
                note=request.note,
                once=once,
            ),
        )

    def GetAssignment(  # noqa: N802
        self, request: contract.GetAssignmentRequest, _context: grpc.ServicerContext
    ) -> contract.GetAssignmentResponse:
        """An assignment."""
        scope = self._scope()
        seen = assignments_seen.get_assignment(scope, assignment_id=request.assignment_id)
        return contract.GetAssignmentResponse(assignment=answers.assignment(seen))

    def ListAssignments(  # noqa: N802
        self, request: contract.ListAssignmentsRequest, _context: grpc.ServicerContext
    ) -> contract.ListAssignmentsResponse:
        """Assignments, the newest first."""
        scope = self._scope()
        page = assignments_seen.list_assignments(
            scope, path_id=request.path_id, person_id=request.person_id, page=requests.page(request.page)
        )
        return contract.ListAssignmentsResponse(
            assignments=[answers.assignment(each) for each in page.items], page=answers.page_info(page)
        )

    def ListPathProgress(  # noqa: N802
        self, request: contract.ListPathProgressRequest, _context: grpc.ServicerContext
    ) -> contract.ListPathProgressResponse:
        """Where people stand on paths."""
        scope = self._scope()
        page = progress.list_path_progress(
            scope,
            assignment_id=request.assignment_id,
            path_id=request.path_id,
            person_id=request.person_id,
            page=requests.page(request.page),
        )
        return contract.ListPathProgressResponse(
            paths=[answers.path(each) for each in page.items], page=answers.page_info(page)
        )

    def StartStep(  # noqa: N802
        self, request: contract.StartStepRequest, _context: grpc.ServicerContext
    ) -> contract.StartStepResponse:
        """Notes that the person has begun a step of a path."""
        scope = self._scope()
        enrolment = assignments.start(scope, enrolment_id=request.enrolment_id, step_id=request.step_id)
        return contract.StartStepResponse(enrolment=answers.enrolment(enrolment))

    def GetPersonProgress(  # noqa: N802
        self, request: contract.GetPersonProgressRequest, _context: grpc.ServicerContext
    ) -> contract.GetPersonProgressResponse:
        """Everything about where a person stands."""
        scope = self._scope()
        return answers.person_progress(progress.get_person_progress(scope, person_id=request.person_id))

    def ClaimAchievement(  # noqa: N802
        self, request: contract.ClaimAchievementRequest, _context: grpc.ServicerContext
    ) -> contract.ClaimAchievementResponse:
        """Claims a credential."""
        scope, store = self._called()
        return answered_once(
            request,
            answers=store,
            response=contract.ClaimAchievementResponse,
            respond=lambda claimed: contract.ClaimAchievementResponse(
                achievement=answers.achievement(claimed, now=scope.now)
            ),
            perform=lambda once: achievements.claim_achievement(
                scope, draft=requests.claim(request), once=once
            ),
        )

    def DecideAchievement(  # noqa: N802
        self, request: contract.DecideAchievementRequest, _context: grpc.ServicerContext
    ) -> contract.DecideAchievementResponse:
        """Verifies or refuses a claim."""
        scope = self._scope()
        decided = achievements.decide_achievement(
            scope,
            self._contents(scope),
            achievement_id=request.achievement_id,
            decision=requests.verdict(request.decision),
            reason=request.reason,
            scores=sent_scores(request.scores),
        )
        return contract.DecideAchievementResponse(achievement=answers.achievement(decided, now=scope.now))

    def ImportAchievements(  # noqa: N802
        self, request: contract.ImportAchievementsRequest, _context: grpc.ServicerContext
    ) -> contract.ImportAchievementsResponse:
        """Adds achievements of the past."""
        scope = self._scope()
        rows = import_achievements(
            scope,
            rows=[requests.past_achievement(each) for each in request.achievements],
            mode=requests.import_mode(request.mode),
        )
        return contract.ImportAchievementsResponse(results=answers.rows(rows))

    def GetAchievement(  # noqa: N802
        self, request: contract.GetAchievementRequest, _context: grpc.ServicerContext
    ) -> contract.GetAchievementResponse:
        """An achievement."""
        scope = self._scope()
        found = achievements.get_achievement(scope, achievement_id=request.achievement_id)
        return contract.GetAchievementResponse(achievement=answers.achievement(found, now=scope.now))

    def ListAchievements(  # noqa: N802
        self, request: contract.ListAchievementsRequest, _context: grpc.ServicerContext
    ) -> contract.ListAchievementsResponse:
        """Achievements, the newest claim first."""
        scope = self._scope()
        page = achievements.list_achievements(
            scope,
            person_id=request.person_id,
            decision=requests.decided(request.decision),
            credential_id=request.credential_id,
            page=requests.page(request.page),
        )
        return contract.ListAchievementsResponse(
            achievements=[answers.achievement(each, now=scope.now) for each in page.items],
            page=answers.page_info(page),
        )

    def PreviewRecertification(  # noqa: N802
        self, request: contract.PreviewRecertificationRequest, _context: grpc.ServicerContext
    ) -> contract.PreviewRecertificationResponse:
        """What completions lead to under a recertification policy."""
        scope = self._scope()
        return answers.recertification(
            preview_recertification(scope, draft=requests.recertification(request))
        )
