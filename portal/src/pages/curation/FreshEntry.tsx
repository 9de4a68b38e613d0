import { type QueryKey, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { keys } from '@/api/queries'
import { Loaded } from '@/ui/Loaded'

interface Props<Entry> {
  /** What is edited, as a query's key. */
  of: QueryKey
  read(): Promise<Entry>
  children(entry: Entry, reload: () => void): ReactNode
}

/**
 * An entry to edit: read anew when the editor opens and when it is reloaded, and left alone meanwhile, so that nothing
 * changes below somebody's hands.
 */
export function FreshEntry<Entry>({ of, read, children }: Props<Entry>) {
  const [begun, setBegun] = useState(0)
  const entry = useQuery({
    queryKey: ['editing', ...keys.catalogue, ...of, begun],
    queryFn: read,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  return (
    <Loaded query={entry} page>
      {data => <div key={begun}>{children(data, () => setBegun(number => number + 1))}</div>}
    </Loaded>
  )
}
