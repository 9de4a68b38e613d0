import type { QueryClient } from '@tanstack/react-query'
import { problemFromAnswer, problemFromFailure } from '@/api/problem'
import { sessionQuery } from './session'

/** Ends the session here, then leads the browser to the issuer to end its session too. */
export async function signOut(client: QueryClient): Promise<void> {
  const session = client.getQueryData(sessionQuery.queryKey)
  let response: Response
  try {
    response = await fetch('/auth/logout', {
      method: 'POST',
      headers: { Accept: 'application/json', 'X-Cairn-CSRF': session?.csrf_token ?? '' },
    })
  } catch {
    throw problemFromFailure()
  }
  const body: unknown = await response.json().catch(() => null)
  // Somebody who is not signed in any more is where they wanted to be.
  if (response.status === 401) {
    window.location.assign('/')
    return
  }
  if (!response.ok) throw problemFromAnswer(body, response)
  window.location.assign((body as { redirect_to: string }).redirect_to)
}
