import {
  assignPath as assignPathCall,
  chooseMyTargetRole,
  claimAchievement as claimCall,
  handBack,
  previewAssignment as previewCall,
  startStep as startStepCall,
  takeForReview,
  verifyAchievement,
} from './generated'
import type { Achievement, AssignmentForecast, AssignmentMade, Enrolment, Person, RubricScore } from './model'

/** Claims a credential for the signed-in person; safe to repeat with the same idempotency key. */
export async function claimAchievement(claim: {
  idempotencyKey: string
  credential_id: string
  issued_on: string
  certificate: { expires_on: string | null; number: string | null } | null
  evidence: ({ url: string; description: string | null } | { file_id: string })[]
}): Promise<Achievement> {
  const { idempotencyKey, ...body } = claim
  const { data } = await claimCall({
    body,
    headers: { 'Idempotency-Key': idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Says that the signed-in person has begun a step; saying it again changes nothing. */
export async function startStep(step: { enrolmentId: string; stepId: string }): Promise<Enrolment> {
  const { data } = await startStepCall({
    path: { enrolment_id: step.enrolmentId, step_id: step.stepId },
    throwOnError: true,
  })
  return data
}

/** Sets the role that the signed-in person wants to be ready for; null takes the choice back. */
export async function chooseTargetRole(choice: { person: Person; roleId: string | null }): Promise<Person> {
  const { data } = await chooseMyTargetRole({
    body: { role_id: choice.roleId },
    headers: { 'If-Match': `"${choice.person.version}"` },
    throwOnError: true,
  })
  return data
}

/** Verifies or refuses a claim. A refusal needs a reason; a credential with a rubric is verified with the rubric filled. */
export async function decideAchievement(decision: {
  achievementId: string
  decision: 'verified' | 'refused'
  reason: string | null
  scores?: RubricScore[]
}): Promise<Achievement> {
  const { data } = await verifyAchievement({
    path: { achievement_id: decision.achievementId },
    body: { decision: decision.decision, reason: decision.reason, scores: decision.scores ?? [] },
    throwOnError: true,
  })
  return data
}

/** Takes a claim to look at it: until it is decided or handed back nobody else decides on it. */
export async function takeClaim(achievementId: string): Promise<Achievement> {
  const { data } = await takeForReview({ path: { achievement_id: achievementId }, throwOnError: true })
  return data
}

/** Hands a claim back undecided, so that somebody else can take it. */
export async function handBackClaim(achievementId: string): Promise<Achievement> {
  const { data } = await handBack({ path: { achievement_id: achievementId }, throwOnError: true })
  return data
}

/** What would be assigned, to whom. */
export interface Plan {
  readonly pathId: string
  readonly personIds: readonly string[]
  readonly teamIds: readonly string[]
  readonly includeSubTeams: boolean
}

const audienceOf = (plan: Plan) => ({
  person_ids: [...plan.personIds],
  team_ids: [...plan.teamIds],
  include_sub_teams: plan.includeSubTeams,
})

/** What assigning would do, person by person; changes nothing. */
export async function previewAssignment(plan: Plan): Promise<AssignmentForecast[]> {
  const { data } = await previewCall({
    body: { path_id: plan.pathId, audience: audienceOf(plan) },
    throwOnError: true,
  })
  return data.forecasts
}

/** Assigns a path; safe to repeat with the same idempotency key. */
export async function assignPath(
  plan: Plan & { dueOn: string | null; note: string | null; idempotencyKey: string },
): Promise<AssignmentMade> {
  const { data } = await assignPathCall({
    body: { path_id: plan.pathId, audience: audienceOf(plan), due_on: plan.dueOn, note: plan.note },
    headers: { 'Idempotency-Key': plan.idempotencyKey },
    throwOnError: true,
  })
  return data
}
