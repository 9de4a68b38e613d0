const units = { Y: 'year', M: 'month', W: 'week', D: 'day' } as const

/** An ISO 8601 duration such as P3Y as "3 years"; nothing means that it never ends. */
export function formatValidity(duration: string | null | undefined): string {
  if (!duration) return 'Never ends'
  const parts = [...duration.matchAll(/(\d+)([YMWD])/g)].map(([, count, unit]) => {
    const word = units[unit as keyof typeof units]
    return `${count} ${word}${count === '1' ? '' : 's'}`
  })
  return parts.length ? parts.join(', ') : duration
}
