import { gradeNames } from './quality'
import { kindName } from './states'

/** What the search can find, in words. */
export const searchedKinds = [
  { value: 'credential', label: 'Credentials' },
  { value: 'skill', label: 'Skills' },
  { value: 'role', label: 'Roles' },
  { value: 'stack', label: 'Stacks' },
  { value: 'learning_path', label: 'Learning paths' },
] as const

/** What a facet is called. */
export const facetTitles: Record<string, string> = {
  kind: 'Kind',
  issuer: 'Issuer',
  cost: 'Cost',
  hours: 'Effort',
  skill: 'Skill',
  expires: 'Expiry',
  quality: 'Quality',
}

/** What the values of the facets with fixed values are called. */
export const bandNames: Record<'cost' | 'hours' | 'expires' | 'quality', Record<string, string>> = {
  cost: {
    free: 'Free',
    up_to_100: 'Up to 100',
    up_to_500: 'Up to 500',
    up_to_2500: 'Up to 2,500',
    over_2500: 'More than 2,500',
    unknown: 'Unknown',
  },
  hours: {
    up_to_10: 'Up to 10 hours',
    up_to_50: 'Up to 50 hours',
    up_to_200: 'Up to 200 hours',
    over_200: 'More than 200 hours',
    unknown: 'Unknown',
  },
  expires: { yes: 'Expires', never: 'Never expires' },
  quality: gradeNames,
}

/** A facet's value in words; `label` is the name of an issuer or skill. */
export function facetValueName(facet: string, value: string, label: string | null): string {
  if (label) return label
  if (facet === 'kind') return kindName(value)
  const names = facet in bandNames ? bandNames[facet as keyof typeof bandNames] : {}
  return names[value] ?? value
}
