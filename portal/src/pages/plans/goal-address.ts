import type { RoleRequirement } from '@/api/model'

/** The goal of a plan as it stands in the page's address. */
export interface GoalAddress {
  /** A role. */
  role?: string
  /** For whom: a person's id. */
  person?: string
  /** Requirements, each as `skill:level` or `skill:level:weight`. */
  skills?: string[]
  /** Requirements, each as `credential` or `credential:weight`. */
  credentials?: string[]
}

/** A requirement that the page can show and change: a skill at a level or a credential; without weight it is a must. */
export interface WantedPart {
  readonly skillId: string | null
  readonly credentialId: string | null
  readonly level: number
  readonly weight: number | null
}

/** Where no level was said: working, as the gateway proposes it. */
export const usualLevel = 2
export const mostRequirements = 100

const skillForm = /^([\w.-]+):([1-4])(?::(\d{1,3}))?$/
const credentialForm = /^([\w.-]+)(?::(\d{1,3}))?$/

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)
const texts = (value: unknown, form: RegExp) =>
  (Array.isArray(value) ? value : [value])
    .filter((each): each is string => typeof each === 'string' && form.test(each))
    .slice(0, mostRequirements)

/** Takes from an address what the page understands, and nothing else. */
export function readGoal(search: Record<string, unknown>): GoalAddress {
  const role = text(search.role)
  const person = text(search.person)
  const skills = texts(search.skills, skillForm)
  const credentials = texts(search.credentials, credentialForm)
  return {
    ...(role ? { role } : {}),
    ...(person ? { person } : {}),
    ...(skills.length ? { skills } : {}),
    ...(credentials.length ? { credentials } : {}),
  }
}

const weightOf = (given: string | undefined) => (given ? Math.min(Math.max(Number(given), 1), 100) : null)

/** The requirements of an address. */
export function partsOf({ skills = [], credentials = [] }: GoalAddress): WantedPart[] {
  return [
    ...skills.flatMap(each => {
      const [, skillId, level, weight] = skillForm.exec(each) ?? []
      return skillId ? [{ skillId, credentialId: null, level: Number(level), weight: weightOf(weight) }] : []
    }),
    ...credentials.flatMap(each => {
      const [, credentialId, weight] = credentialForm.exec(each) ?? []
      return credentialId
        ? [{ skillId: null, credentialId, level: usualLevel, weight: weightOf(weight) }]
        : []
    }),
  ]
}

/** Requirements as they stand in an address; those that are no skill and no credential are left out. */
export function addressOf(
  requirements: readonly Pick<RoleRequirement, 'skill' | 'credential_id' | 'weight'>[],
): Pick<GoalAddress, 'skills' | 'credentials'> {
  const weight = (given: number | null | undefined) => (given ? `:${given}` : '')
  return readGoal({
    skills: requirements.flatMap(({ skill, weight: given }) =>
      skill ? [`${skill.skill_id}:${skill.level}${weight(given)}`] : [],
    ),
    credentials: requirements.flatMap(({ credential_id, weight: given }) =>
      credential_id ? [`${credential_id}${weight(given)}`] : [],
    ),
  })
}

/** The parts as requirements in a role's form, each with an id of its own. */
export function requirementsOf(parts: readonly WantedPart[]): RoleRequirement[] {
  return parts.map(({ skillId, credentialId, level, weight }, place) => ({
    requirement_id: `wanted-${place + 1}`,
    weight,
    ...(skillId ? { skill: { skill_id: skillId, level } } : { credential_id: credentialId }),
  }))
}
