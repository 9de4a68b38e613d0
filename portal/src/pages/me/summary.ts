import type { PersonProgress } from '@/api/model'
import { dayOf, formatDay, relativeDay } from '@/words/dates'

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** Where somebody stands, in one line. */
export function summary(progress: PersonProgress, now: Date): string {
  const open = progress.paths.filter(path => !path.completed)
  const overdue = open.filter(path => path.overdue).length
  const waiting = progress.achievements.filter(item => item.standing === 'waiting_for_verification').length
  const today = dayOf(now)
  const nextDue = open
    .flatMap(path => (path.enrolment.due_on && !path.overdue ? [path.enrolment.due_on] : []))
    .sort()[0]
  const parts = [
    open.length ? `${counted(open.length, 'path', 'paths')} under way` : 'No path under way',
    ...(overdue ? [`${overdue} overdue`] : []),
    ...(nextDue ? [`next due ${formatDay(nextDue)}, ${relativeDay(nextDue, today)}`] : []),
    ...(waiting ? [`${counted(waiting, 'claim waits', 'claims wait')} for verification`] : []),
  ]
  return parts.join(' · ')
}
