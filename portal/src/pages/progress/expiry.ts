import type { Achievement } from '@/api/model'
import { addDays } from '@/words/dates'

/** A credential that somebody holds and that ends soon, or that has ended. */
export interface Ending {
  readonly credentialId: string
  readonly name: string
  readonly lastValidOn: string
}

/** The last day of an achievement that counts now; null when it does not count now or never ends. */
export function lastValidDay(achievement: Pick<Achievement, 'periods'>): string | null {
  const days = achievement.periods.map(period => period.last_valid_on)
  if (!days.length || days.some(day => !day)) return null
  return days.reduce((latest, day) => ((day ?? '') > (latest ?? '') ? day : latest))
}

/**
 * What has to be renewed within so many days: of each credential the achievement that counts the longest, the earliest
 * end first. A credential that is held a second time for longer, or for ever, does not end.
 */
export function endingWithin(achievements: readonly Achievement[], today: string, days: number): Ending[] {
  const horizon = addDays(today, days)
  const latest = new Map<string, Ending | null>()
  for (const achievement of achievements) {
    if (!achievement.counts) continue
    const day = lastValidDay(achievement)
    const known = latest.get(achievement.credential_id)
    if (day === null) {
      latest.set(achievement.credential_id, null)
    } else if (known === undefined || (known && day > known.lastValidOn)) {
      latest.set(achievement.credential_id, {
        credentialId: achievement.credential_id,
        name: achievement.credential_name ?? achievement.credential_id,
        lastValidOn: day,
      })
    }
  }
  return [...latest.values()]
    .filter(ending => ending !== null)
    .filter(ending => ending.lastValidOn <= horizon)
    .sort((a, b) => a.lastValidOn.localeCompare(b.lastValidOn))
}
