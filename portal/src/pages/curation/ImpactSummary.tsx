import { Badge, Group, List, Stack, Text } from '@mantine/core'
import type { EntryReference, Impact } from '@/api/model'
import { entryKindName, peopleTouched } from '@/words/entries'

function Referrer({ entry }: { entry: EntryReference }) {
  return (
    <Group gap="xs">
      <Text size="sm" span>
        {entry.name ?? entry.entry_id}
      </Text>
      <Badge size="sm" color="gray">
        {entryKindName(entry.kind)}
      </Badge>
    </Group>
  )
}

/** What a change of an entry touches: the entries in use that name it, and how many people have to do with it. */
export function ImpactSummary({ impact }: { impact: Impact }) {
  const people = peopleTouched(impact.people)
  return (
    <Stack gap="sm" role="group" aria-label="What it touches">
      {impact.referrers.length ? (
        <div>
          <Text size="sm" fw={600} mb={4}>
            Named by
          </Text>
          <List listStyleType="none" spacing={4}>
            {impact.referrers.map(entry => (
              <List.Item key={`${entry.kind}/${entry.entry_id}`}>
                <Referrer entry={entry} />
              </List.Item>
            ))}
          </List>
        </div>
      ) : (
        <Text size="sm">Nothing in use names it.</Text>
      )}
      {impact.cycle.length ? (
        <Text size="sm" c="var(--mantine-color-error)">
          It contains itself: {impact.cycle.join(' → ')}.
        </Text>
      ) : null}
      {people.map(phrase => (
        <Text size="sm" key={phrase}>
          {phrase}.
        </Text>
      ))}
    </Stack>
  )
}
