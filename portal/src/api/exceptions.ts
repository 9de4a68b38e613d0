import { queryOptions } from '@tanstack/react-query'
import { grantException as grantCall, listExceptions, withdrawException as withdrawCall } from './generated'
import type { ExceptionDraft, GrantedException } from './model'
import { keys } from './queries'

/** A person's exceptions, the newest first, lapsed and withdrawn ones too. */
export const exceptionsQuery = (personId: string) =>
  queryOptions({
    queryKey: [...keys.progress, 'exceptions', personId],
    queryFn: async ({ signal }) => {
      const { data } = await listExceptions({ path: { person_id: personId }, signal, throwOnError: true })
      return data.items
    },
  })

/** Grants a person an exception; safe to repeat with the same idempotency key. */
export async function grantException(grant: {
  idempotencyKey: string
  personId: string
  draft: ExceptionDraft
}): Promise<GrantedException> {
  const { data } = await grantCall({
    path: { person_id: grant.personId },
    body: grant.draft,
    headers: { 'Idempotency-Key': grant.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Takes an exception back. */
export async function withdrawException(withdrawal: {
  exceptionId: string
  reason: string
}): Promise<GrantedException> {
  const { data } = await withdrawCall({
    path: { exception_id: withdrawal.exceptionId },
    body: { reason: withdrawal.reason },
    throwOnError: true,
  })
  return data
}
