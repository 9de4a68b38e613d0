import type { NotificationItem, ReminderStep } from '@/api/reminders'
import { formatDay } from './dates'

/** A step of a reminder in words, such as "30 days before". */
export function stepWords(step: ReminderStep, days: number | null): string {
  switch (step) {
    case 'window_opens':
      return 'When the window opens'
    case 'before':
      return days === 1 ? 'The day before' : `${days} days before`
    case 'grace_begins':
      return 'When the grace begins'
    case 'lapsed':
      return 'When it has lapsed'
    case 'overdue':
      return 'When it is overdue'
    case 'escalated':
      return `${days} days after`
  }
}

/** What a notification says of one thing, in a sentence. */
export function notificationSentence(item: NotificationItem): string {
  const day = formatDay(item.ends_on)
  switch (item.step) {
    case 'window_opens':
      return `${item.name} can be renewed now; it is valid until ${day}.`
    case 'before':
      return item.path_id ? `${item.name} is due on ${day}.` : `${item.name} ends on ${day}.`
    case 'grace_begins':
      return `${item.name} ended on ${day}; it can still be renewed in its grace.`
    case 'lapsed':
      return `${item.name} has lapsed; its last valid day was ${day}.`
    case 'overdue':
      return `${item.name} is overdue; it was due on ${day}.`
    case 'escalated':
      if (!item.path_id) {
        return `${item.name} of ${item.person_name ?? 'somebody of your line'} ended on ${day} and was not renewed.`
      }
      return `${item.person_name ?? 'Somebody of your line'} is late with ${item.name}, which was due on ${day}.`
  }
}

/** Days written as "90, 60, 30"; null for what is not a list of whole days from 1 on. */
export function parseDays(text: string): number[] | null {
  const parts = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number)
  return parts.every(days => Number.isInteger(days) && days >= 1) ? parts : null
}
