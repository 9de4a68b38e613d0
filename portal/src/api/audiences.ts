import { queryOptions } from '@tanstack/react-query'
import {
  type AssignmentJob,
  type AssignmentPlan,
  type AssignmentPlanDraft,
  type AudienceAttribute,
  cancelAssignmentJob,
  createAudience,
  type DynamicAudience,
  explainMembership,
  getAssignmentJob,
  getAudience,
  listAudienceAttributes,
  listAudienceMembers,
  listAudiences,
  planAssignment,
  previewAudience,
  putAudience,
  type Rule,
  type RulePreview,
  requestAssignment,
  withdrawAssignment,
} from './generated'
import { everyItem } from './pages'

export type {
  AssignmentJob,
  AssignmentOutlook,
  AssignmentPlan,
  AssignmentPlanDraft,
  AudienceAttribute,
  DueRule,
  DynamicAudience,
  OutlookGroup,
  Rule,
  RulePreview,
  RuleTrace,
} from './generated'

const root = ['audiences'] as const

export const audienceKeys = { all: root, job: (jobId: string) => ['assignment-jobs', jobId] as const }

/** Every audience that is in use. */
export const audiencesQuery = () =>
  queryOptions({
    queryKey: [...root, 'all'],
    queryFn: ({ signal }): Promise<DynamicAudience[]> =>
      everyItem(
        async cursor =>
          (await listAudiences({ query: { limit: 200, cursor: cursor ?? null }, signal, throwOnError: true }))
            .data,
      ),
  })

/** One audience; null where a new one is being made. */
export const audienceQuery = (audienceId: string | null) =>
  queryOptions({
    queryKey: [...root, 'one', audienceId],
    queryFn: async ({ signal }): Promise<DynamicAudience | null> =>
      audienceId === null
        ? null
        : (await getAudience({ path: { audience_id: audienceId }, signal, throwOnError: true })).data,
  })

/** What rules may ask about people. */
export const attributesQuery = () =>
  queryOptions({
    queryKey: [...root, 'attributes'],
    queryFn: async ({ signal }): Promise<AudienceAttribute[]> =>
      (await listAudienceAttributes({ signal, throwOnError: true })).data.items,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The first 100 people who are in an audience now. */
export const membersQuery = (audienceId: string) =>
  queryOptions({
    queryKey: [...root, 'members', audienceId],
    queryFn: async ({ signal }) =>
      (
        await listAudienceMembers({
          path: { audience_id: audienceId },
          query: { limit: 100 },
          signal,
          throwOnError: true,
        })
      ).data,
  })

/** Why somebody is in an audience or out of it. */
export const explanationQuery = (audienceId: string, personId: string | null) =>
  queryOptions({
    queryKey: [...root, 'why', audienceId, personId],
    queryFn: async ({ signal }) =>
      (
        await explainMembership({
          path: { audience_id: audienceId, person_id: personId ?? '' },
          signal,
          throwOnError: true,
        })
      ).data,
    enabled: personId !== null,
  })

/** A job on an assignment, asked for again while it runs. */
export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: audienceKeys.job(jobId),
    queryFn: async ({ signal }): Promise<AssignmentJob> =>
      (await getAssignmentJob({ path: { job_id: jobId }, signal, throwOnError: true })).data,
    refetchInterval: query => (query.state.data && query.state.data.state !== 'running' ? false : 1_000),
  })

/** What a rule says, and of whom it is true now; changes nothing. */
export async function previewRule(rule: Rule): Promise<RulePreview> {
  return (await previewAudience({ body: { rule }, throwOnError: true })).data
}

/** Saves a new audience, or changes the one that was read. */
export async function saveAudience(saving: {
  before: DynamicAudience | null
  name: string
  rule: Rule
  retired: boolean
  idempotencyKey: string
}): Promise<DynamicAudience> {
  const { before, idempotencyKey, ...body } = saving
  if (before === null) {
    const headers = { 'Idempotency-Key': idempotencyKey }
    return (await createAudience({ body, headers, throwOnError: true })).data
  }
  const { data } = await putAudience({
    path: { audience_id: before.audience_id },
    body,
    headers: { 'If-Match': `"${before.version}"` },
    throwOnError: true,
  })
  return data
}

/** What an assignment would do, by groups; changes nothing. */
export async function planFor(draft: AssignmentPlanDraft): Promise<AssignmentPlan> {
  return (await planAssignment({ body: draft, throwOnError: true })).data
}

/** Gives what was planned and looked at; the answer is the job that does it. */
export async function confirmPlan(confirmed: {
  draft: AssignmentPlanDraft
  digest: string
  note: string | null
  idempotencyKey: string
}): Promise<AssignmentJob> {
  const { data } = await requestAssignment({
    body: { ...confirmed.draft, note: confirmed.note },
    headers: { 'X-Cairn-Impact': confirmed.digest, 'Idempotency-Key': confirmed.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Ends the giving of an assignment where it stands. */
export async function cancelJob(jobId: string): Promise<AssignmentJob> {
  return (await cancelAssignmentJob({ path: { job_id: jobId }, throwOnError: true })).data
}

/** Takes an assignment back; the answer is the job that does it. */
export async function takeBack(withdrawal: {
  assignmentId: string
  idempotencyKey: string
}): Promise<AssignmentJob> {
  const { data } = await withdrawAssignment({
    path: { assignment_id: withdrawal.assignmentId },
    headers: { 'Idempotency-Key': withdrawal.idempotencyKey },
    throwOnError: true,
  })
  return data
}
