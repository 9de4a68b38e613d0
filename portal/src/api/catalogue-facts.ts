import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getHoldingCost, getLadder, getQuality, getRole, listLadders } from './generated'
import { everyItem } from './pages'
import { keys } from './queries'

/** How good a credential is, and why. */
export const qualityQuery = (credentialId: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'quality', credentialId],
    queryFn: async ({ signal }) =>
      (await getQuality({ path: { credential_id: credentialId }, signal, throwOnError: true })).data,
  })

/** For how long a credential is held, and how many hours a week its holder learns for it. */
export interface HoldingPlan {
  readonly years: number
  readonly weeklyHours: number
}

/** What a credential costs to get and to keep. */
export const holdingCostQuery = (credentialId: string, { years, weeklyHours }: HoldingPlan) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'cost', credentialId, years, weeklyHours],
    queryFn: async ({ signal }) =>
      (
        await getHoldingCost({
          path: { credential_id: credentialId },
          query: { years, weekly_hours: weeklyHours },
          signal,
          throwOnError: true,
        })
      ).data,
    placeholderData: keepPreviousData,
  })

/** One role. */
export const roleQuery = (roleId: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'role', roleId],
    queryFn: async ({ signal }) =>
      (await getRole({ path: { role_id: roleId }, signal, throwOnError: true })).data,
  })

/** Every ladder. */
export const laddersQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'ladders'],
    queryFn: ({ signal }) =>
      everyItem(
        async cursor =>
          (await listLadders({ query: { limit: 500, cursor: cursor ?? null }, signal, throwOnError: true }))
            .data,
      ),
    staleTime: 30_000,
  })

/** One ladder. */
export const ladderQuery = (ladderId: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'ladder', ladderId],
    queryFn: async ({ signal }) =>
      (await getLadder({ path: { ladder_id: ladderId }, signal, throwOnError: true })).data,
  })
