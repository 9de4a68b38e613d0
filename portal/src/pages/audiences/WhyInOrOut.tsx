import { Card, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explanationQuery, type RuleTrace } from '@/api/audiences'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay, formatInstant } from '@/words/dates'
import { PersonSelect } from '../people/PersonSelect'

const answers = {
  yes: { label: 'Yes', color: 'gentian' },
  no: { label: 'No', color: 'gray' },
  unknown: { label: 'Not known', color: 'lichen' },
} as const

function Part({ trace }: { trace: RuleTrace }) {
  const only = trace.parts.length === 1 ? trace.parts[0] : undefined
  // A group of one says what its part says.
  if (only?.clause === trace.clause) return <Part trace={only} />
  return (
    <>
      <Group gap="xs">
        <StateBadge state={answers[trace.answer]} size="xs" />
        <Text size="sm">{trace.clause}</Text>
        {trace.found.length ? (
          <Text size="sm" c="dimmed">
            ({trace.found.join(', ')})
          </Text>
        ) : null}
        {trace.changes_at ? (
          <Text size="xs" c="dimmed">
            may change {formatInstant(trace.changes_at)}
          </Text>
        ) : null}
      </Group>
      {trace.parts.length ? (
        <List listStyleType="none" withPadding mt={4}>
          {trace.parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same clause may stand twice
            <List.Item key={`${index}${part.clause}`}>
              <Part trace={part} />
            </List.Item>
          ))}
        </List>
      ) : null}
    </>
  )
}

/** Why somebody is in an audience or out of it, part by part. */
export function WhyInOrOut({ audienceId }: { audienceId: string }) {
  const [personId, setPersonId] = useState<string | null>(null)
  const explanation = useQuery(explanationQuery(audienceId, personId))
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2} size="h4">
          Why is this person in or out?
        </Title>
        <PersonSelect label="Person" personId={personId} onChange={setPersonId} />
        {personId ? (
          <Loaded query={explanation}>
            {found => (
              <Stack gap="xs" role="status">
                <Text fw={600}>{found.is_in ? 'In the audience' : 'Not in the audience'}</Text>
                {found.left_on ? (
                  <Text size="sm">Left on {formatDay(found.left_on)}, and so is in no audience.</Text>
                ) : null}
                <Part trace={found.trace} />
              </Stack>
            )}
          </Loaded>
        ) : null}
      </Stack>
    </Card>
  )
}
