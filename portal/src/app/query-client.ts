import { QueryClient } from '@tanstack/react-query'
import { Problem } from '@/api/problem'

const mostRetries = 3

function waitFor(attempt: number, error: unknown): number {
  if (error instanceof Problem && error.retryAfterSeconds !== null) {
    return Math.min(error.retryAfterSeconds, 10) * 1000
  }
  return Math.min(500 * 2 ** attempt, 4000)
}

/** Only what passes by itself is tried again, at most three times. */
const retry = (attempt: number, error: unknown) =>
  attempt < mostRetries && error instanceof Problem && error.passes

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry, retryDelay: waitFor, staleTime: 5_000, refetchOnWindowFocus: true },
      // Commands carry an idempotency key or are idempotent in themselves, so that trying again is safe.
      mutations: { retry, retryDelay: waitFor },
    },
  })
}
