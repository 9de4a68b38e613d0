import { queryOptions } from '@tanstack/react-query'
import {
  decideRequest as decideCall,
  listMyRequests,
  listRequests,
  submitRequest as submitCall,
} from './generated'
import type { LearningRequest, LearningRequestDraft } from './model'
import { everyItem } from './pages'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const requestKeys = ['requests'] as const

const limit = 500

/** The signed-in person's requests, the newest first. */
export const ownRequestsQuery = () =>
  queryOptions({
    queryKey: [...requestKeys, 'own'],
    queryFn: ({ signal }) =>
      everyItem(
        async cursor =>
          (await listMyRequests({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true }))
            .data,
      ),
  })

/** The requests in reach that wait for a decision, the newest first. */
export const waitingRequestsQuery = () =>
  queryOptions({
    queryKey: [...requestKeys, 'waiting'],
    queryFn: ({ signal }) =>
      everyItem(
        async cursor =>
          (
            await listRequests({
              query: { state: 'submitted', limit, cursor: cursor ?? null },
              signal,
              throwOnError: true,
            })
          ).data,
      ),
  })

/** Asks for something; safe to repeat with the same idempotency key. */
export async function submitRequest(request: {
  idempotencyKey: string
  draft: LearningRequestDraft
}): Promise<LearningRequest> {
  const { data } = await submitCall({
    body: request.draft,
    headers: { 'Idempotency-Key': request.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Approves, refuses or withdraws a request as it was seen. */
export async function decideRequest(decision: {
  request: LearningRequest
  state: 'approved' | 'refused' | 'withdrawn'
  reason: string | null
  dueOn: string | null
}): Promise<LearningRequest> {
  const { data } = await decideCall({
    path: { request_id: decision.request.request_id },
    body: { state: decision.state, reason: decision.reason, due_on: decision.dueOn },
    headers: { 'If-Match': `"${decision.request.version}"` },
    throwOnError: true,
  })
  return data
}
