/** How much a requirement counts: null is a must-have. */
export const weightName = (weight: number | null | undefined): string =>
  weight === null || weight === undefined ? 'Must-have' : `Helps, weight ${weight}`

/** How many things a role asks for: "5 must-haves, 2 that help". */
export function requirementCounts(requirements: readonly { weight?: number | null }[]): string {
  const helpful = requirements.filter(({ weight }) => typeof weight === 'number').length
  const musts = requirements.length - helpful
  return [
    musts ? `${musts} must-have${musts === 1 ? '' : 's'}` : '',
    helpful ? `${helpful} that ${helpful === 1 ? 'helps' : 'help'}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

export const ladderKinds = [
  { value: 'promotion', label: 'Promotion' },
  { value: 'entry', label: 'First job' },
  { value: 'career_change', label: 'Change of career' },
] as const

/** What a ladder is climbed for, in words. */
export const ladderKindName = (kind: string | null | undefined): string =>
  ladderKinds.find(({ value }) => value === kind)?.label ?? ladderKinds[0].label
