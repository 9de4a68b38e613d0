import { vi } from 'vitest'

/** A request as the gateway would see it. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: unknown
}

type Answer = { status?: number; headers?: Record<string, string>; body: unknown }
type Route = (seen: Seen) => Answer | undefined

/**
 * Stands in for the gateway at the border of HTTP. Each route is "METHOD /path"; a request that no route answers fails
 * the test. Gives back everything that was asked.
 */
export function stubGateway(routes: Record<string, Route>): Seen[] {
  const seen: Seen[] = []
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const request =
      input instanceof Request ? input : new Request(new URL(input, window.location.origin), init)
    const url = new URL(request.url)
    const text = await request.text()
    const asked: Seen = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text ? JSON.parse(text) : null,
    }
    seen.push(asked)
    const answer = routes[`${asked.method} ${asked.path}`]?.(asked)
    if (!answer) throw new Error(`The stub has no answer for ${asked.method} ${asked.path}`)
    return new Response(JSON.stringify(answer.body), {
      status: answer.status ?? 200,
      headers: {
        'Content-Type': (answer.status ?? 200) < 400 ? 'application/json' : 'application/problem+json',
        ...answer.headers,
      },
    })
  })
  return seen
}

/** A problem document as the gateway writes it. */
export function problemDocument(
  status: number,
  reason: string,
  detail: string,
  errors: { pointer: string; reason: string; detail: string }[] = [],
): Answer {
  return {
    status,
    body: {
      type: `/api/problems/${reason.toLowerCase().replaceAll('_', '-')}`,
      title: 'Refused',
      status,
      detail,
      instance: '/api/v1',
      reason,
      correlation_id: 'c-1',
      errors: errors.map(error => ({ ...error, parameter: null, header: null })),
    },
  }
}
