import { queryOptions } from '@tanstack/react-query'
import { giveAssessment as giveCall, listAssessments, withdrawAssessment as withdrawCall } from './generated'
import type { Assessment, AssessmentDraft } from './model'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const assessmentKeys = ['assessments'] as const

/** What was said about a person's skills, the newest day first, what was taken back too. */
export const assessmentsQuery = (personId: string) =>
  queryOptions({
    queryKey: [...assessmentKeys, personId],
    queryFn: async ({ signal }) =>
      (await listAssessments({ path: { person_id: personId }, signal, throwOnError: true })).data.items,
  })

/** Says how well somebody does something; safe to repeat with the same idempotency key. */
export async function giveAssessment(assessment: {
  idempotencyKey: string
  personId: string
  draft: AssessmentDraft
}): Promise<Assessment> {
  const { data } = await giveCall({
    path: { person_id: assessment.personId },
    body: assessment.draft,
    headers: { 'Idempotency-Key': assessment.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Takes an assessment back. */
export async function withdrawAssessment(withdrawal: {
  assessmentId: string
  reason: string
}): Promise<Assessment> {
  const { data } = await withdrawCall({
    path: { assessment_id: withdrawal.assessmentId },
    body: { reason: withdrawal.reason },
    throwOnError: true,
  })
  return data
}
