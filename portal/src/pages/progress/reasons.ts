import type { Achievement } from '@/api/model'

const befallen: Record<string, string> = {
  revoked: 'It was revoked',
  suspended: 'It was suspended',
  reinstated: 'It was reinstated',
  superseded: 'It was replaced by a newer one',
}

/** Why an achievement counts from when until when, sentence by sentence: its latest period's reasons, and what befell it. */
export function reasonsOf(achievement: Pick<Achievement, 'reckonings' | 'marks'>): string[] {
  const last = achievement.reckonings.at(-1)
  const explained = last?.periods.at(-1)?.explanation ?? []
  const none = last?.without_effect ? [last.without_effect] : []
  const marks = achievement.marks.map(
    mark => `${befallen[mark.kind] ?? mark.kind} on ${mark.at.slice(0, 10)}: ${mark.reason}`,
  )
  return [...new Set([...explained, ...none, ...marks])]
}
