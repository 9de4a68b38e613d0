import { useQuery } from '@tanstack/react-query'
import { allCredentialsQuery, stacksQuery } from '@/api/queries'

interface Option {
  value: string
  label: string
}

interface Ways {
  /** For a select: credentials and stacks, each in its group. */
  readonly groups: { group: string; items: Option[] }[]
  readonly credentials: Option[]
  /** What a way is called; its id where nothing of that id is found. */
  nameOf(way: string): string
}

/** Everything that can fill a place in a stack; a stack does not fill its own. */
export function useWays(ownId: string | null): Ways {
  const credentials = useQuery(allCredentialsQuery())
  const stacks = useQuery(stacksQuery())
  const draft = (entry: { lifecycle: { state?: string | null } | null }) =>
    entry.lifecycle?.state === 'draft' ? ' (draft)' : ''
  const credentialOptions = (credentials.data ?? []).map(each => ({
    value: each.credential_id,
    label: `${each.name}${draft(each)}`,
  }))
  const groups = [
    {
      group: 'Credentials',
      items: credentialOptions.map(({ value, label }) => ({ value: `credential:${value}`, label })),
    },
    {
      group: 'Stacks',
      items: (stacks.data ?? [])
        .filter(each => each.stack_id !== ownId)
        .map(each => ({ value: `stack:${each.stack_id}`, label: `${each.name}${draft(each)}` })),
    },
  ]
  const names = new Map(groups.flatMap(({ items }) => items).map(({ value, label }) => [value, label]))
  return {
    groups,
    credentials: credentialOptions,
    nameOf: way => names.get(way) ?? way.slice(way.indexOf(':') + 1),
  }
}
