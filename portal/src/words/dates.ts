const dayInMilliseconds = 86_400_000

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const instantFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

/** A day such as 2026-03-09 as "9 Mar 2026". Days are calendar days: no time zone moves them. */
export function formatDay(day: string): string {
  const instant = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(instant) ? day : dayFormat.format(instant)
}

/** An RFC 3339 instant as local date and time. */
export function formatInstant(instant: string): string {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? instant : instantFormat.format(at)
}

const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** A month such as 2026-03 as "Mar 2026". */
export function formatMonth(month: string): string {
  const instant = Date.parse(`${month}-01T00:00:00Z`)
  return Number.isNaN(instant) ? month : monthFormat.format(instant)
}

/** The month, YYYY-MM, that lies so many months before a day. */
export function monthsBefore(day: string, months: number): string {
  const at = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() - months)
  return dayOf(at).slice(0, 7)
}

/** The UTC calendar day of an instant, YYYY-MM-DD. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}

/** Whole days from one day to another; negative when it has passed. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayInMilliseconds)
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * dayInMilliseconds))
}

/** How far a day is from today, in words: "today", "in 5 days", "3 days ago". */
export function relativeDay(day: string, today: string): string {
  const days = daysBetween(today, day)
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  const count = Math.abs(days)
  const text =
    count < 100
      ? `${count} days`
      : count < 730
        ? `${Math.round(count / 30.4)} months`
        : `${Math.round(count / 365.25)} years`
  return days > 0 ? `in ${text}` : `${text} ago`
}

/** The last UTC day before an instant: what people call "until". */
export function lastDayBefore(instant: string): string {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? instant : dayOf(new Date(at - 1))
}
