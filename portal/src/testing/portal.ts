import { type Seen, stubGateway } from './gateway'
import { openPortal } from './render'

/** How fresh the answers of a test are. */
export const freshness = {
  as_of: '2026-11-22T10:00:00Z',
  fresh_as_of: null,
  latest_event_id: null,
  lag: null,
}
/** Who opens the portal as HR. */
export const hr = { tenant_id: 't', roles: ['hr'], person: null, leads_people: false }

/** The portal as HR opens it; nothing is listed but what the routes answer. */
export function openAsHr(
  address: string,
  answers: Record<string, object | ((seen: Seen) => object)>,
): Seen[] {
  const empty = () => ({ body: { items: [], next_cursor: null, unread_count: 0 } })
  const routes = Object.entries(answers).map(([path, answer]) => [
    `GET ${path}`,
    (seen: Seen) => ({ body: typeof answer === 'function' ? answer(seen) : answer }),
  ])
  const seen = stubGateway({
    'GET /auth/session': () => ({
      body: { csrf_token: 'x', username: 'sofia', expires_at: '2027-01-01T00:00:00Z' },
    }),
    'GET /api/v1/me': () => ({ body: hr }),
    'GET /api/v1/departments': empty,
    'GET /api/v1/teams': empty,
    'GET /api/v1/webhooks': empty,
    'GET /api/v1/roles': () => ({ body: { items: [{ role_id: 'lead', name: 'Lead' }], next_cursor: null } }),
    'GET /api/v1/skills/python': () => ({ body: { skill_id: 'python', name: 'Python' } }),
    'GET /api/v1/credentials/pcep': () => ({ body: { credential_id: 'pcep', name: 'PCEP' } }),
    'GET /api/v1/learning-paths/grow': () => ({ body: { path_id: 'grow', name: 'Grow into a lead' } }),
    ...Object.fromEntries(routes),
  })
  openPortal(address)
  return seen
}

/** What the latest request of a path asked. */
export const asked = (seen: readonly Seen[], path: string) =>
  Object.fromEntries(seen.findLast(each => each.path === path)?.query ?? [])
