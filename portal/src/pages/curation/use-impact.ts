import { useQuery } from '@tanstack/react-query'
import { keys } from '@/api/queries'
import type { AnyEntry, Kind } from './kinds'

/** Names what a change of an entry touches, to ask for it anew. */
export const impactKey = <Entry extends AnyEntry>(kind: Kind<Entry>, entry: Entry) => [
  ...keys.catalogue,
  'impact',
  kind.noun,
  kind.idOf(entry),
  entry.version,
]

/** What a change of an entry touches, as it is now: never from what was asked earlier. */
export function useImpact<Entry extends AnyEntry>(kind: Kind<Entry>, entry: Entry) {
  return useQuery({
    queryKey: impactKey(kind, entry),
    queryFn: () => kind.impact(kind.idOf(entry)),
    staleTime: 0,
    gcTime: 0,
  })
}
