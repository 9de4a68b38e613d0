import { Checkbox, Group, Input, Pill, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleSearchQuery } from '@/api/queries'
import { Loaded } from '@/ui/Loaded'
import { personName } from '@/words/names'
import classes from './PeoplePicker.module.css'
import type { Picked } from './plan'

interface Props {
  picked: readonly Picked[]
  onChange(picked: Picked[]): void
  error?: string | undefined
}

/** Finds people in reach by name and ticks them. */
export function PeoplePicker({ picked, onChange, error }: Props) {
  const [text, setText] = useState('')
  const [query] = useDebouncedValue(text.trim(), 200)
  const found = useQuery(peopleSearchQuery(query))
  const isPicked = (id: string) => picked.some(person => person.id === id)
  const drop = (id: string) => onChange(picked.filter(person => person.id !== id))
  return (
    <Input.Wrapper label="People" error={error} labelElement="div">
      <Stack gap="xs" mt={4}>
        {picked.length ? (
          <Group gap={6} role="list" aria-label="Chosen people">
            {picked.map(person => (
              <Pill
                key={person.id}
                role="listitem"
                size="md"
                withRemoveButton
                onRemove={() => drop(person.id)}
                removeButtonProps={{
                  'aria-label': `Remove ${person.name}`,
                  'aria-hidden': false,
                  tabIndex: 0,
                }}
              >
                {person.name}
              </Pill>
            ))}
          </Group>
        ) : null}
        <TextInput
          aria-label="Search people"
          placeholder="Search by name"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Loaded query={found}>
          {page => (
            <ScrollArea.Autosize
              mah={280}
              className={classes.list ?? ''}
              type="auto"
              viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': 'People found' }}
            >
              {page.items.length ? (
                page.items.map(person => {
                  const name = personName(person)
                  return (
                    <Checkbox
                      key={person.person_id}
                      className={classes.row ?? ''}
                      label={name}
                      description={person.position.title}
                      checked={isPicked(person.person_id)}
                      onChange={event =>
                        event.currentTarget.checked
                          ? onChange([...picked, { id: person.person_id, name }])
                          : drop(person.person_id)
                      }
                    />
                  )
                })
              ) : (
                <Text size="sm" c="dimmed" p="md">
                  Nobody in your reach fits.
                </Text>
              )}
              {page.next_cursor ? (
                <Text size="sm" c="dimmed" p="sm">
                  More people fit: search to narrow it down.
                </Text>
              ) : null}
            </ScrollArea.Autosize>
          )}
        </Loaded>
      </Stack>
    </Input.Wrapper>
  )
}
