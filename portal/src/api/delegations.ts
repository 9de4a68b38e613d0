import { queryOptions } from '@tanstack/react-query'
import {
  handOverLine as handOverCall,
  listDelegatedActs,
  listDelegationCandidates,
  listMyDelegations,
  takeBackLine as takeBackCall,
} from './generated'
import type { Delegation } from './model'
import { everyItem } from './pages'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const delegationKeys = ['delegations'] as const

const limit = 500

/** The signed-in person's delegations, either way, the newest first. */
export const ownDelegationsQuery = () =>
  queryOptions({
    queryKey: [...delegationKeys, 'own'],
    queryFn: ({ signal }) =>
      everyItem(
        async cursor =>
          (await listMyDelegations({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true }))
            .data,
      ),
  })

/** To whom the own line can be handed, by name. */
export const candidatesQuery = () =>
  queryOptions({
    queryKey: [...delegationKeys, 'candidates'],
    queryFn: ({ signal }) =>
      everyItem(
        async cursor =>
          (
            await listDelegationCandidates({
              query: { limit, cursor: cursor ?? null },
              signal,
              throwOnError: true,
            })
          ).data,
      ),
  })

/** What was done on behalf of the manager, the newest first. */
export const actsQuery = (delegationId: string) =>
  queryOptions({
    queryKey: [...delegationKeys, 'acts', delegationId],
    queryFn: async ({ signal }) =>
      (await listDelegatedActs({ path: { delegation_id: delegationId }, signal, throwOnError: true })).data
        .items,
  })

/** Hands the own line over; safe to repeat with the same idempotency key. */
export async function handOver(draft: {
  idempotencyKey: string
  delegateId: string
  fromOn: string
  untilOn: string
  reason: string
}): Promise<Delegation> {
  const { data } = await handOverCall({
    body: {
      delegate_id: draft.delegateId,
      from_on: draft.fromOn,
      until_on: draft.untilOn,
      reason: draft.reason,
    },
    headers: { 'Idempotency-Key': draft.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Ends a delegation now. */
export async function takeBack(withdrawal: { delegationId: string; reason: string }): Promise<Delegation> {
  const { data } = await takeBackCall({
    path: { delegation_id: withdrawal.delegationId },
    body: { reason: withdrawal.reason },
    throwOnError: true,
  })
  return data
}
