import { Card, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type TimelineEntry, type TimelineReminder, timelineQuery } from '@/api/reminders'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { dayOf, formatDay, formatInstant, relativeDay } from '@/words/dates'
import { stepWords } from '@/words/reminders'
import { CalendarFeed } from './CalendarFeed'

function Reminder({ reminder }: { reminder: TimelineReminder }) {
  return (
    <Text component="li" size="sm">
      {stepWords(reminder.step, reminder.days)}:{' '}
      {reminder.told_at
        ? `told on ${formatInstant(reminder.told_at)}`
        : `planned for ${formatInstant(reminder.planned_at)}`}
    </Text>
  )
}

/** Why an entry ends then; a due date that nobody moved came with the assignment. */
const reasonsFor = (entry: TimelineEntry): string[] =>
  entry.why.length || !entry.path_id ? entry.why : ['The path was assigned with this due date.']

function Entry({ entry, today }: { entry: TimelineEntry; today: string }) {
  const reasons = reasonsFor(entry)
  const id = `entry-${entry.credential_id ?? entry.enrolment_id}`
  return (
    <Card component="li">
      <article aria-labelledby={id}>
        <Group justify="space-between" align="baseline">
          <Title order={2} size="h4" id={id}>
            {entry.name}
          </Title>
          <Text fw={600}>
            {entry.path_id ? 'Due on' : 'Valid until'} {formatDay(entry.ends_on)} (
            {relativeDay(entry.ends_on, today)})
          </Text>
        </Group>
        {entry.window_opens_at ? (
          <Text size="sm">Can be renewed from {formatInstant(entry.window_opens_at)} on.</Text>
        ) : null}
        {reasons.length ? (
          <details>
            <summary>Why this date</summary>
            <Stack gap={4} mt={4}>
              {reasons.map(reason => (
                <Text key={reason} size="sm" c="dimmed">
                  {reason}
                </Text>
              ))}
            </Stack>
          </details>
        ) : null}
        {entry.reminders.length ? (
          <>
            <Text size="sm" mt="xs" fw={600}>
              Reminders
            </Text>
            <ul>
              {entry.reminders.map(reminder => (
                <Reminder key={`${reminder.step}/${reminder.days}`} reminder={reminder} />
              ))}
            </ul>
          </>
        ) : null}
      </article>
    </Card>
  )
}

/** What ends and is due for the signed-in person, why then, and what was and will be told of it. */
export function TimelinePage() {
  const timeline = useQuery(timelineQuery())
  return (
    <>
      <PageHeader title="My timeline" lead="What ends and what is due, and why then." />
      <Stack gap="xl">
        <Loaded query={timeline}>
          {data =>
            data.entries.length ? (
              <Stack component="ul" p={0} m={0}>
                {data.entries.map(entry => (
                  <Entry
                    key={entry.credential_id ?? entry.enrolment_id}
                    entry={entry}
                    today={dayOf(new Date(data.as_of))}
                  />
                ))}
              </Stack>
            ) : (
              <Card>
                <Empty title="Nothing ends and nothing is due">
                  Credentials that expire and paths with a due date stand here.
                </Empty>
              </Card>
            )
          }
        </Loaded>
        <CalendarFeed />
      </Stack>
    </>
  )
}
