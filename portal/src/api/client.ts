import { client } from './generated/client.gen'
import { problemFromAnswer, problemFromFailure } from './problem'

interface Wiring {
  /** The value that unsafe requests must carry; null when signed out. */
  csrfToken(): string | null
  /** Called when the gateway no longer knows the sign-in. */
  onSignedOut(): void
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Sends requests to the portal's own origin with the session, and turns every refusal into a `Problem`. */
export function configureClient({ csrfToken, onSignedOut }: Wiring): void {
  client.setConfig({ baseUrl: window.location.origin, credentials: 'same-origin' })
  client.interceptors.request.use(request => {
    const token = csrfToken()
    if (token && !safe.has(request.method)) request.headers.set('X-Cairn-CSRF', token)
    return request
  })
  client.interceptors.error.use((error, response, request) => {
    // A cancelled request is no problem: the page that asked is gone.
    if (request?.signal.aborted) return error
    if (!response) return problemFromFailure()
    if (response.status === 401) onSignedOut()
    return problemFromAnswer(error, response)
  })
}
