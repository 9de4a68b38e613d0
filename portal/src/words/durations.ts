/** What a length of time is counted in, as ISO 8601 writes it. */
export type DurationUnit = 'D' | 'W' | 'M' | 'Y'

/** A whole number of one unit. */
export interface Duration {
  readonly count: number
  readonly unit: DurationUnit
}

const words: Record<DurationUnit, string> = { D: 'day', W: 'week', M: 'month', Y: 'year' }

/** The units that somebody chooses from, the shortest first. */
export const durationUnits = (Object.keys(words) as DurationUnit[]).map(unit => ({
  value: unit,
  label: `${words[unit]}s`,
}))

const shape = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/

const partsOf = (iso: string): Duration[] => {
  const found = shape.exec(iso)
  const counts = found ? found.slice(1).map(part => Number(part ?? 0)) : []
  return (['Y', 'M', 'W', 'D'] as const)
    .map((unit, place) => ({ unit, count: counts[place] ?? 0 }))
    .filter(({ count }) => count > 0)
}

/** An ISO 8601 duration in words: P1Y6M is "1 year, 6 months", P0D "0 days"; what is none is shown as it is. */
export function formatDuration(iso: string): string {
  if (!shape.test(iso) || iso === 'P') return iso
  const parts = partsOf(iso)
  if (!parts.length) return '0 days'
  return parts.map(({ count, unit }) => `${count} ${words[unit]}${count === 1 ? '' : 's'}`).join(', ')
}

/** A duration as a number of one unit: P1Y6M is 18 months, P2W3D 17 days; null for one that no single unit says exactly. */
export function asOneUnit(iso: string): Duration | null {
  const parts = partsOf(iso)
  const [first] = parts
  if (parts.length === 1 && first) return first
  const sum = (unit: DurationUnit, size: number) =>
    (parts.find(part => part.unit === unit)?.count ?? 0) * size
  const months = sum('Y', 12) + sum('M', 1)
  const days = sum('W', 7) + sum('D', 1)
  if (months && days) return null
  if (months) return { count: months, unit: 'M' }
  return days ? { count: days, unit: 'D' } : null
}

/** As ISO 8601 writes it. */
export const asIso = ({ count, unit }: Duration): string => `P${count}${unit}`
