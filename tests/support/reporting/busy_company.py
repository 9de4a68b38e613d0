"""A company of some dozens of people whose facts change at random: everything that a question about many can look at."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn.reporting.v1 import what_if_pb2 as what_if
from cairn.reporting.v1.pipeline_pb2 import ReportPipelineRequest
from cairn.reporting.v1.trends_pb2 import ReportTrendsRequest
from cairn.reporting.v1.worth_pb2 import ReportWorthRequest
from cairn_reporting.domain.months import Month
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.demanding_roles import STACKS, Demanding
from tests.support.reporting.histories import Plain, written
from tests.support.reporting.richer_histories import date_roles, some_cost

TENANT = "acme"
PEOPLE = tuple(f"p{number:02}" for number in range(40))
DEPARTMENTS = ("d1", "d2", "d3", "d4")
LOCATIONS = ("Berlin", "Riga", "Porto")
SKILLS = ("s1", "s2", "s3")
CREDENTIALS = ("c1", "c2", "c3", "c4")
ROLES = ("r1", "r2", "r3")
_DAYS = 300


class BusyCompany:
    """Plain events, each the newest version of something, for as long as they are asked for."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._demanding = Demanding(chance, skills=SKILLS, credentials=CREDENTIALS, roles=ROLES)
        self._versions: dict[str, int] = {}

    def founded(self) -> list[Plain]:
        """Everything once."""
        return [
            *(self._skill(each) for each in SKILLS),
            *(self._credential(each) for each in CREDENTIALS),
            *(self._event("Stack", each, self._demanding.stack(each)) for each in STACKS),
            *(self._role(each) for each in ROLES),
            self._event("Ladder", "l1", {"ladder_id": "l1", "name": "Ladder", "role_ids": list(ROLES)}),
            *(self._department(each) for each in DEPARTMENTS),
            *(self._person(each) for each in PEOPLE),
            *(self._achievement(number) for number in range(4 * len(PEOPLE))),
            *(self._assessment(number) for number in range(2 * len(PEOPLE))),
            *(self._path(each) for each in CREDENTIALS),
            *(self._enrolment(number) for number in range(len(PEOPLE) // 2)),
            *(self._exception(number) for number in range(len(PEOPLE) // 2)),
        ]

    def busy(self) -> Iterator[Plain]:
        """Something changes, again and again."""
        while True:
            match self._chance.choices(range(9), weights=[10, 20, 10, 1, 1, 1, 1, 3, 3])[0]:
                case 0:
                    yield self._person(self._chance.choice(PEOPLE))
                case 1:
                    yield self._achievement(self._chance.randrange(5 * len(PEOPLE)))
                case 2:
                    yield self._assessment(self._chance.randrange(3 * len(PEOPLE)))
                case 3:
                    yield self._credential(self._chance.choice(CREDENTIALS))
                case 4:
                    yield self._role(self._chance.choice(ROLES))
                case 7:
                    yield self._enrolment(self._chance.randrange(len(PEOPLE)))
                case 8:
                    yield self._exception(self._chance.randrange(len(PEOPLE)))
                case 5:
                    stack_id = self._chance.choice(STACKS)
                    yield self._event("Stack", stack_id, self._demanding.stack(stack_id))
                case _:
                    yield self._department(self._chance.choice(DEPARTMENTS))

    def question(self, *, at: datetime) -> contract.ReportSkillGapsRequest:
        """Some question about many people."""
        chance = self._chance
        request = contract.ReportSkillGapsRequest(
            as_of=timestamp(at),
            group_by=chance.choice(contract.Dimension.values()),
            figures_only=chance.random() < 0.3,
        )
        match chance.randrange(3):
            case 0:
                request.role_choice = chance.choice(contract.RoleChoice.values())
            case 1:
                request.role_id = chance.choice(ROLES)
            case 2:
                request.asked.add(skill_id=chance.choice(SKILLS), level=chance.randint(1, 4))
                request.asked.add(credential_id=chance.choice(CREDENTIALS))
        request.people.CopyFrom(self._people())
        return request

    def question_of_readiness(self, *, at: datetime) -> contract.ReportReadinessRequest:
        """How ready some of many people are."""
        chance = self._chance
        request = contract.ReportReadinessRequest(as_of=timestamp(at), people=self._people())
        request.page.page_size = chance.choice([0, 3, 500])
        if chance.random() < 0.7:
            request.group_by = chance.choice(contract.Dimension.values())
            request.figures_only = chance.random() < 0.3
        if chance.random() < 0.4:
            known = [each for each in contract.ReadinessState.values() if each]
            request.states.extend(chance.sample(known, k=chance.randrange(1, 4)))
        if chance.random() < 0.3:
            request.role_id = chance.choice(ROLES)
        else:
            request.role_choice = chance.choice(contract.RoleChoice.values())
        return request

    def supposition(self, *, at: datetime) -> what_if.ReportWhatIfRequest:
        """What would be if some left, did not renew and completed something."""
        chance = self._chance
        request = what_if.ReportWhatIfRequest(
            as_of=timestamp(at),
            people=self._people() if chance.random() < 0.5 else None,
            leaving_person_ids=chance.sample(PEOPLE, k=chance.randrange(3)),
        )
        for _ in range(chance.randrange(3)):
            request.lapses.add(credential_id=chance.choice(CREDENTIALS), people=self._people())
        for _ in range(chance.randrange(3)):
            earned = request.completions.add(people=self._people())
            earned.credential_ids.append(chance.choice(CREDENTIALS))
            if chance.random() < 0.5:
                earned.people.Clear()
                earned.people.person_ids.extend(chance.sample(PEOPLE, k=3))
        if chance.random() < 0.5:
            request.role_id = chance.choice(ROLES)
        else:
            request.role_choice = chance.choice(contract.RoleChoice.values())
        return request

    def question_of_pipeline(self, *, at: datetime) -> ReportPipelineRequest:
        """Who of many people is on the way to which role."""
        chance = self._chance
        request = ReportPipelineRequest(
            as_of=timestamp(at), people=self._people(), months=chance.choice([0, 1, 12])
        )
        if chance.random() < 0.3:
            request.role_id = chance.choice(ROLES)
        else:
            request.role_choice = chance.choice(contract.RoleChoice.values())
        return request

    def question_of_trends(self) -> ReportTrendsRequest:
        """How some of many people went through some months, some of them before anything happened."""
        chance = self._chance
        first = Month(2025, 11).plus(chance.randrange(10))
        request = ReportTrendsRequest(
            people=self._people(),
            group_by=chance.choice(contract.Dimension.values()),
            from_month=str(first),
            until_month=str(first.plus(chance.randrange(5))),
        )
        if chance.random() < 0.3:
            request.role_id = chance.choice(ROLES)
        else:
            request.role_choice = chance.choice(contract.RoleChoice.values())
        return request

    def question_of_worth(self, *, now: datetime) -> ReportWorthRequest:
        """What credentials were worth to some of many people in some days that have come."""
        chance = self._chance
        last = min(self._day(), now)
        return ReportWorthRequest(
            people=self._people(),
            from_on=(last - timedelta(days=chance.choice([0, 10, 100]))).date().isoformat(),
            until_on=last.date().isoformat(),
            months=chance.choice([0, 1, 3]),
        )

    def question_of_recertification(self, *, at: datetime) -> contract.ReportRecertificationRequest:
        """Where the certifications of many people stand, in figures."""
        chance = self._chance
        return contract.ReportRecertificationRequest(
            as_of=timestamp(at),
            people=self._people(),
            group_by=chance.choice(contract.Dimension.values()),
            credential_id=chance.choice(["", "", *CREDENTIALS]),
            figures_only=True,
        )

    def instant(self) -> datetime:
        """Some time in which something happens, often the very moment of a midnight."""
        return self._day() + self._chance.choice(
            [timedelta(), timedelta(milliseconds=-1), timedelta(hours=7)]
        )

    def _people(self) -> contract.PeopleFilter:
        chance = self._chance
        people = contract.PeopleFilter()
        if chance.random() < 0.4:
            people.department_id = chance.choice(DEPARTMENTS)
            people.without_sub_departments = chance.random() < 0.5
        if chance.random() < 0.3:
            people.team_id = chance.choice(PEOPLE)
            people.include_sub_teams = chance.random() < 0.7
        if chance.random() < 0.3:
            people.location = chance.choice(LOCATIONS)
        if chance.random() < 0.2:
            people.role_id = chance.choice([*ROLES, "unknown"])
        if chance.random() < 0.2:
            people.hired_from = self._day().isoformat()[:10]
        if chance.random() < 0.2:
            people.hired_until = "2027-01-01"
        return people

    def _event(self, message: str, aggregate_id: str, state: Plain) -> Plain:
        version = self._versions[aggregate_id] = self._versions.get(aggregate_id, 0) + 1
        time = FIRST_DAY + timedelta(hours=8 * sum(self._versions.values()))
        return {
            "tenant": TENANT,
            "message": message,
            "version": version,
            "time": written(time),
            "state": state,
        }

    def _day(self) -> datetime:
        """One of few, so that ends meet beginnings and questions meet both."""
        return FIRST_DAY + timedelta(days=10 * self._chance.randrange(_DAYS // 10))

    def _or_none(self, *values: str) -> str:
        return self._chance.choice(["", *values])

    def _skill(self, skill_id: str) -> Plain:
        return self._event("Skill", skill_id, {"skill_id": skill_id, "name": f"Skill {skill_id}"})

    def _credential(self, credential_id: str) -> Plain:
        state: Plain = {
            "credential_id": credential_id,
            "name": f"Credential {credential_id}",
            "kind": f"CREDENTIAL_KIND_{self._chance.choice(['DIGITAL_BADGE', 'DIGITAL_BADGE', 'LICENCE'])}",
            "skills_granted": [self._demanding.skill() for _ in range(2)],
        }
        if self._chance.random() < 0.8:
            state["cost"] = some_cost(self._chance)
        return self._event("Credential", credential_id, state)

    def _role(self, role_id: str) -> Plain:
        state = {
            "role_id": role_id,
            "name": f"Role {role_id}",
            "requirements": self._demanding.requirements(),
        }
        return self._event("Role", role_id, state)

    def _path(self, credential_id: str) -> Plain:
        state = {
            "path_id": f"path-{credential_id}",
            "steps": [
                {"step_id": "first", "goal": {"credential_id": credential_id}},
                {"step_id": "second", "goal": {"stack_id": STACKS[0]}},
            ],
        }
        return self._event("LearningPath", f"path-{credential_id}", state)

    def _enrolment(self, number: int) -> Plain:
        state: Plain = {
            "enrolment_id": f"e{number}",
            "person_id": PEOPLE[number % len(PEOPLE)],
            "path_id": f"path-{self._chance.choice([*CREDENTIALS, 'unknown'])}",
        }
        if self._chance.random() < 0.85:
            state["due_on"] = self._day().date().isoformat()
        if self._chance.random() < 0.1:
            state["withdrawn_at"] = written(self._day())
        return self._event("EnrolmentState", f"e{number}", state)

    def _exception(self, number: int) -> Plain:
        """For a path that the person is on, as often as not, or for one step of it."""
        kind = self._chance.choice(["EXTENSION", "EXEMPTION", "PRIOR_LEARNING"])
        begins = self._day()
        state: Plain = {
            "exception_id": f"x{number}",
            "kind": f"EXCEPTION_KIND_{kind}",
            "person_id": PEOPLE[number % len(PEOPLE)],
            "path_id": f"path-{self._chance.choice(CREDENTIALS)}",
            "from_on": begins.date().isoformat(),
            "until_on": (begins + timedelta(days=self._chance.randrange(400))).date().isoformat(),
        }
        if kind != "EXTENSION":
            state["step_id"] = self._chance.choice(["first", "second"])
        if self._chance.random() < 0.1:
            state["withdrawn_at"] = written(self._day())
        return self._event("ExceptionState", f"x{number}", state)

    def _department(self, department_id: str) -> Plain:
        state = {"department_id": department_id, "parent_department_id": self._or_none(*DEPARTMENTS)}
        return self._event("DepartmentState", department_id, state)

    def _person(self, person_id: str) -> Plain:
        chance = self._chance
        hired = self._day()
        state: Plain = {
            "person_id": person_id,
            "account_subject": f"account-{person_id}",
            "role_id": self._or_none(*ROLES),
            "department_id": self._or_none(*DEPARTMENTS),
            "manager_id": self._or_none(*PEOPLE[:6]),
            "target_role_id": self._or_none(*ROLES, "unknown"),
            "location": self._or_none(*LOCATIONS),
            "hired_on": hired.date().isoformat() if chance.random() < 0.7 else "",
            "left_on": (hired + timedelta(days=chance.randrange(200))).date().isoformat()
            if chance.random() < 0.3
            else "",
        }
        if chance.random() < 0.2:
            state["further_positions"] = [
                {"role_id": chance.choice(ROLES), "department_id": chance.choice(DEPARTMENTS)}
            ]
        date_roles(state, chance)
        return self._event("PersonState", person_id, state)

    def _achievement(self, number: int) -> Plain:
        chance = self._chance
        state = {
            "achievement_id": f"a{number}",
            "person_id": PEOPLE[number % len(PEOPLE)],
            "credential_id": chance.choice([*CREDENTIALS, "unknown"]),
            "decision": f"DECISION_{chance.choice(['VERIFIED', 'VERIFIED', 'VERIFIED', 'CLAIMED'])}",
            "periods": self._periods(),
            "held_periods": [self._with_grace(each) for each in self._periods()],
            "marks": self._marks(),
        }
        return self._event("AchievementState", f"a{number}", state)

    def _with_grace(self, period: Plain) -> Plain:
        """As its policy makes it: where it ends, sometimes with a grace, sometimes renewed."""
        chance = self._chance
        if "valid_until" not in period or chance.random() < 0.5:
            return period
        ends = datetime.fromisoformat(period["valid_until"])
        graced: Plain = {**period, "grace_until": written(ends + timedelta(days=10 * chance.randint(1, 20)))}
        if chance.random() < 0.2:
            graced["renewed_at"] = graced["valid_until"]
        return graced

    def _marks(self) -> list[Plain]:
        """Mostly none; else a suspension, sometimes with its end."""
        if self._chance.random() < 0.7:
            return []
        begins = self._day()
        days = [begins, begins + timedelta(days=10 * self._chance.randint(1, 20))]
        kinds = self._chance.choice([("SUSPENDED",), ("SUSPENDED", "REINSTATED")])
        return [
            {"kind": f"MARK_KIND_{kind}", "at": written(day), "marked_at": written(day)}
            for kind, day in zip(kinds, days, strict=False)
        ]

    def _periods(self) -> list[Plain]:
        """One, or two of which the second often begins where the first ends; some without an end."""
        found: list[Plain] = []
        begins = self._day()
        for _ in range(self._chance.randint(1, 2)):
            if self._chance.random() < 0.3:
                return [*found, {"valid_from": written(begins)}]
            ends = begins + timedelta(days=10 * self._chance.randint(1, 20))
            found.append({"valid_from": written(begins), "valid_until": written(ends)})
            begins = ends + timedelta(days=10 * self._chance.choice([0, 0, 1]))
        return found

    def _assessment(self, number: int) -> Plain:
        chance = self._chance
        assessed = self._day()
        kind = chance.choice(["REVIEWER", "MANAGER", "PEER", "SELF"])
        state = {
            "assessment_id": f"s{number}",
            "person_id": PEOPLE[number % len(PEOPLE)],
            "skill_id": chance.choice(SKILLS),
            "assessor_kind": f"ASSESSOR_KIND_{kind}",
            "scale_id": "zero-to-four",
            "level": chance.randint(0, 4),
            "assessed_on": assessed.date().isoformat(),
            "given_at": written(assessed),
        }
        if chance.random() < 0.1:
            state["withdrawn_at"] = written(assessed)
        return self._event("AssessmentState", f"s{number}", state)
