import { queryOptions } from '@tanstack/react-query'
import {
  giveHrResponsibility as giveCall,
  listHrResponsibilities,
  takeBackHrResponsibility as takeBackCall,
} from './generated'
import type { HrResponsibility } from './model'
import { everyItem } from './pages'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const hrResponsibilityKeys = ['hr-responsibilities'] as const

const limit = 500

/** Who is responsible as HR for which departments, the newest first. */
export const hrResponsibilitiesQuery = () =>
  queryOptions({
    queryKey: hrResponsibilityKeys,
    queryFn: ({ signal }) =>
      everyItem(
        async cursor =>
          (
            await listHrResponsibilities({
              query: { limit, cursor: cursor ?? null },
              signal,
              throwOnError: true,
            })
          ).data,
      ),
  })

/** Makes somebody responsible for departments; safe to repeat with the same idempotency key. */
export async function giveResponsibility(draft: {
  idempotencyKey: string
  personId: string
  departmentIds: string[]
  fromOn: string
  untilOn: string
}): Promise<HrResponsibility> {
  const { data } = await giveCall({
    body: {
      person_id: draft.personId,
      department_ids: draft.departmentIds,
      from_on: draft.fromOn || null,
      until_on: draft.untilOn || null,
    },
    headers: { 'Idempotency-Key': draft.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Ends a responsibility now. */
export async function takeResponsibilityBack(withdrawal: {
  responsibilityId: string
  reason: string
}): Promise<HrResponsibility> {
  const { data } = await takeBackCall({
    path: { responsibility_id: withdrawal.responsibilityId },
    body: { reason: withdrawal.reason },
    throwOnError: true,
  })
  return data
}
