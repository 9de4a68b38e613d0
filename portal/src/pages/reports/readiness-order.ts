import type { PersonReadiness } from '@/api/model'

const order = ['ready', 'ready_until', 'nearly', 'not_yet', 'blocked'] as const

const rank = (state: string) => order.indexOf(state as (typeof order)[number])

/** The readiest first: by state, then by the share of requirements met, then by name. */
export function mostReadyFirst(rows: readonly PersonReadiness[]): PersonReadiness[] {
  const share = (row: PersonReadiness) => (row.requirement_count ? row.met_count / row.requirement_count : 0)
  return [...rows].sort(
    (a, b) =>
      rank(a.state) - rank(b.state) ||
      share(b) - share(a) ||
      (a.person_name ?? a.person_id).localeCompare(b.person_name ?? b.person_id),
  )
}

/** How many people are in each state; states that nobody is in are left out. */
export function readinessCounts(rows: readonly PersonReadiness[]): { state: string; count: number }[] {
  return order
    .map(state => ({ state, count: rows.filter(row => row.state === state).length }))
    .filter(({ count }) => count > 0)
}
