import type { RecertificationLine } from '@/api/model'

/** What most people have to renew soonest comes first, then what has lapsed, then by name. */
export function mostUrgentFirst(lines: readonly RecertificationLine[]): RecertificationLine[] {
  return [...lines].sort(
    (a, b) =>
      b.due_in_30_days - a.due_in_30_days ||
      b.due_in_90_days - a.due_in_90_days ||
      b.lapsed - a.lapsed ||
      a.credential_name.localeCompare(b.credential_name),
  )
}
