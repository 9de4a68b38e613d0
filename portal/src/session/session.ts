import { queryOptions } from '@tanstack/react-query'
import { problemFromAnswer, problemFromFailure } from '@/api/problem'

/** A sign-in at the gateway. The tokens stay there; the browser holds an opaque cookie and this. */
export interface Session {
  /** What unsafe requests must carry as X-Cairn-CSRF. */
  readonly csrf_token: string
  /** When the sign-in ends at the latest. */
  readonly expires_at: string
}

async function fetchSession(signal: AbortSignal): Promise<Session | null> {
  let response: Response
  try {
    response = await fetch('/auth/session', { signal, headers: { Accept: 'application/json' } })
  } catch (failure) {
    if (signal.aborted) throw failure
    throw problemFromFailure()
  }
  if (response.status === 401) return null
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw problemFromAnswer(body, response)
  return body as Session
}

/** The present sign-in; null when signed out. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: 60_000,
})

/** Where a sign-in begins; afterwards the browser comes back to the page. */
export function signInUrl(returnTo: string): string {
  return `/auth/login?return_to=${encodeURIComponent(returnTo)}`
}
