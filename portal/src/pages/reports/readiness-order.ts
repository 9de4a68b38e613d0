import type { PersonReadiness, ReadinessFigures, ReadinessState } from '@/api/model'
import { readinessStates } from './filter'

const rank = (state: ReadinessState) => readinessStates.indexOf(state)

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
export function readinessCounts(figures: ReadinessFigures): { state: ReadinessState; count: number }[] {
  return readinessStates.map(state => ({ state, count: figures[state] })).filter(({ count }) => count > 0)
}
