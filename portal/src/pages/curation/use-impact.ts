import { useQuery } from '@tanstack/react-query'
import { keys } from '@/api/queries'
import type { AnyEntry, Kind } from './kinds'

/** What a change of an entry touches, as it is now: never from what was asked earlier. */
export function useImpact<Entry extends AnyEntry>(kind: Kind<Entry>, entry: Entry) {
  const id = kind.idOf(entry)
  return useQuery({
    queryKey: [...keys.catalogue, 'impact', kind.noun, id, entry.version],
    queryFn: () => kind.impact(id),
    staleTime: 0,
    gcTime: 0,
  })
}
