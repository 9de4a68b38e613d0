import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** Reports follow a change within two seconds; these moments, in milliseconds, catch it early and surely. */
const moments = [400, 1000, 2000, 4000]

/**
 * Asks again for what another service works out from events, until it must have followed. Ends by itself; it goes on
 * when the page is left, so that the next page has the new answer.
 */
export function refetchUntilFollowed(client: QueryClient, ...keys: QueryKey[]): void {
  const ask = () => {
    for (const queryKey of keys) void client.invalidateQueries({ queryKey })
  }
  ask()
  for (const moment of moments) setTimeout(ask, moment)
}
