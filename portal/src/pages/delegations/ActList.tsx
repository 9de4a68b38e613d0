import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { actsQuery } from '@/api/delegations'
import type { DelegatedAct } from '@/api/model'
import { Loaded } from '@/ui/Loaded'
import { formatInstant } from '@/words/dates'

const words = (name: string) => name.replaceAll('_', ' ')

function aboutWhom(act: DelegatedAct): string {
  const [first] = act.people
  const name = first?.name ?? first?.person_id ?? ''
  return act.people_count > 1 ? `${name} and ${act.people_count - 1} more` : name
}

/** What was done on behalf of a manager, the newest first. */
export function ActList({ delegationId }: { delegationId: string }) {
  const acts = useQuery(actsQuery(delegationId))
  return (
    <Loaded query={acts} bars={2}>
      {items =>
        items.length ? (
          <List mt="sm" size="sm" spacing={4}>
            {items.map(act => (
              <List.Item key={act.act_id}>
                {words(act.subject)} {words(act.happened)}: {aboutWhom(act)},{' '}
                <time dateTime={act.acted_at}>{formatInstant(act.acted_at)}</time>
              </List.Item>
            ))}
          </List>
        ) : (
          <Text size="sm" c="dimmed" mt="sm">
            Nothing was done on behalf of the manager.
          </Text>
        )
      }
    </Loaded>
  )
}
