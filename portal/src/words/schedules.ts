import type { ReportSchedule, SchedulePauseReason, Weekday } from '@/api/saved-reports'

/** The days of a week, Monday first. */
export const weekdays: readonly { readonly day: Weekday; readonly name: string }[] = [
  { day: 'monday', name: 'Monday' },
  { day: 'tuesday', name: 'Tuesday' },
  { day: 'wednesday', name: 'Wednesday' },
  { day: 'thursday', name: 'Thursday' },
  { day: 'friday', name: 'Friday' },
  { day: 'saturday', name: 'Saturday' },
  { day: 'sunday', name: 'Sunday' },
]

/** When a report is made by itself, in words. */
export function scheduleWords(schedule: ReportSchedule): string {
  const at = `at ${schedule.local_time} (${schedule.time_zone})`
  if (schedule.month_day) return `On day ${schedule.month_day} of each month ${at}`
  const wanted = schedule.weekdays
  if (!wanted?.length) return `Every day ${at}`
  const named = weekdays.filter(({ day }) => wanted.includes(day)).map(({ name }) => name)
  return `On ${named.join(', ')} ${at}`
}

const reasons: Record<SchedulePauseReason, string> = {
  by_owner: 'Paused',
  owner_left: 'Paused: its owner left',
  rights_lost: 'Paused: its owner has no right to it any more',
  question_refused: 'Paused: it cannot be asked like that any more',
}

/** Why a schedule stands still. */
export const pauseReason = (reason: SchedulePauseReason): string => reasons[reason]
