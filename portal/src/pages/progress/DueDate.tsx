import { Text } from '@mantine/core'
import { dayOf, formatDay, relativeDay } from '@/words/dates'

interface Props {
  dueOn: string | null
  /** Nothing is due any more. */
  completed?: boolean
  overdue?: boolean
}

/** When something is due, as a day and how far off it is. */
export function DueDate({ dueOn, completed = false, overdue = false }: Props) {
  if (!dueOn) {
    return (
      <Text size="sm" c="dimmed" span>
        No due date
      </Text>
    )
  }
  return (
    <Text size="sm" c={overdue ? 'var(--cairn-bad)' : 'dimmed'} fw={overdue ? 600 : undefined} span>
      {overdue ? 'Was due' : 'Due'} <time dateTime={dueOn}>{formatDay(dueOn)}</time>
      {completed ? null : `, ${relativeDay(dueOn, dayOf(new Date()))}`}
    </Text>
  )
}
