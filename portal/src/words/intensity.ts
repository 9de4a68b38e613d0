interface Intensity {
  load?: string | null
  hours_per_week?: number | null
  weeks?: number | null
}

const loads: Record<string, string> = { full_time: 'Instead of a job', part_time: 'Beside a job' }

/** How dense a bootcamp is: "Instead of a job, 12 weeks, 40 hours a week"; empty where nothing is known. */
export function formatIntensity(intensity: Intensity | null | undefined): string {
  if (!intensity) return ''
  const { load, hours_per_week, weeks } = intensity
  return [
    load ? (loads[load] ?? load) : null,
    weeks ? `${weeks} ${weeks === 1 ? 'week' : 'weeks'}` : null,
    hours_per_week ? `${hours_per_week} hours a week` : null,
  ]
    .filter(Boolean)
    .join(', ')
}
