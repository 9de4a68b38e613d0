import { Card, Group, Stack, Text } from '@mantine/core'
import { IconCalendarTime, IconCircleCheck } from '@tabler/icons-react'
import type { Achievement } from '@/api/model'
import { dayOf, daysBetween, formatDay, relativeDay } from '@/words/dates'
import { CredentialLink } from '../catalogue/links'
import { endingWithin } from './expiry'

/** What ends in the next 90 days. */
export function Endings({ achievements }: { achievements: readonly Achievement[] }) {
  const today = dayOf(new Date())
  const endings = endingWithin(achievements, today, 90)
  return (
    <Card padding="md">
      {endings.length ? (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {endings.map(ending => (
            <Group component="li" key={ending.credentialId} wrap="nowrap" gap="sm" align="flex-start">
              <IconCalendarTime
                size={20}
                stroke={1.8}
                aria-hidden
                color={
                  daysBetween(today, ending.lastValidOn) <= 30 ? 'var(--cairn-bad)' : 'var(--cairn-wait)'
                }
              />
              <Stack gap={0}>
                <Text size="sm" fw={560} component="div">
                  <CredentialLink id={ending.credentialId}>{ending.name}</CredentialLink>
                </Text>
                <Text size="sm" c="dimmed">
                  Last valid day <time dateTime={ending.lastValidOn}>{formatDay(ending.lastValidOn)}</time>,{' '}
                  {relativeDay(ending.lastValidOn, today)}
                </Text>
              </Stack>
            </Group>
          ))}
        </Stack>
      ) : (
        <Group gap="sm" wrap="nowrap">
          <IconCircleCheck size={20} stroke={1.8} color="var(--cairn-done)" aria-hidden />
          <Text size="sm" c="dimmed">
            Nothing ends in the next 90 days.
          </Text>
        </Group>
      )}
    </Card>
  )
}
