import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Loaded } from '@/ui/Loaded'
import { PersonLink } from '../catalogue/links'
import type { Behind, Told } from './explained'

interface Props<T extends Behind> {
  behind: Told<T>
  /** What is said where there is nobody. */
  nobody: string
  /** What is told of each beside the name. */
  fact?(person: T): ReactNode
}

/** The first of those behind a figure, in a few words; the figure itself leads to all of them. */
export function FirstBehind<T extends Behind>({ behind, nobody, fact }: Props<T>) {
  return (
    <Loaded query={behind} bars={1}>
      {({ pages: [first] }) =>
        first?.items.length ? (
          <Group gap="md" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
            {first.items.map(person => (
              <li key={person.person_id}>
                <Text size="sm" component="div">
                  <PersonLink id={person.person_id}>{person.person_name ?? person.person_id}</PersonLink>
                </Text>
                {fact?.(person)}
              </li>
            ))}
            {first.next_cursor ? (
              <Text size="sm" component="li">
                and more, of {first.count}
              </Text>
            ) : null}
          </Group>
        ) : (
          <Text size="sm">{nobody}</Text>
        )
      }
    </Loaded>
  )
}
