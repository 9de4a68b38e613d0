import type { WantedSkill } from '@/api/job-ads'
import type { AskedFor, JobAdsAnalysis, RoleRequirement } from '@/api/model'

/** What something that ads ask for is, in words. */
export const askedKinds: Record<AskedFor['kind'], string> = {
  technology: 'Technology',
  knowledge: 'Knowledge',
  soft_skill: 'Soft skill',
  language: 'Language',
  task: 'Task',
  licence: 'Licence',
  certification: 'Certification',
}

/** How high a degree is, in words. */
export const degreeLevels: Record<JobAdsAnalysis['degrees'][number]['level'], string> = {
  any: 'A degree',
  secondary: 'Secondary school',
  vocational: 'Vocational training',
  associate: 'Associate degree',
  bachelor: "Bachelor's degree",
  master: "Master's degree",
  doctorate: 'Doctorate',
}

/** By what the list can be narrowed down. */
export interface ListChoice {
  readonly kind: AskedFor['kind'] | null
  readonly mustHaveOnly: boolean
  readonly knownOnly: boolean
}

/** What of the list fits, in its order. */
export function chosenOf(skills: readonly AskedFor[], choice: ListChoice): AskedFor[] {
  return skills.filter(
    skill =>
      (!choice.kind || skill.kind === choice.kind) &&
      (!choice.mustHaveOnly || skill.must_have) &&
      (!choice.knownOnly || skill.source !== 'phrase'),
  )
}

/** The kinds that the list has, the most frequent first. */
export function kindsOf(skills: readonly AskedFor[]): AskedFor['kind'][] {
  const counts = new Map<AskedFor['kind'], number>()
  for (const { kind } of skills) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one).map(([kind]) => kind)
}

/** The skills that the catalogue knows: those that somebody can be compared with. */
export function comparable(analysis: JobAdsAnalysis): WantedSkill[] {
  const known = new Map<string, WantedSkill>()
  for (const { skill_id, level, must_have } of analysis.skills) {
    if (skill_id && !known.has(skill_id)) known.set(skill_id, { skill_id, level, must_have })
  }
  return [...known.values()]
}

/** What of a role's requirements somebody lacks: every credential, and the skills that are missing or short. */
export function lackingOf(
  requirements: readonly RoleRequirement[],
  lackedSkillIds: ReadonlySet<string>,
): RoleRequirement[] {
  return requirements.filter(({ skill }) => !skill || lackedSkillIds.has(skill.skill_id))
}

/** Experience in words: "5 years", "3 to 5 years". */
export function yearsAsked({ least_years, most_years }: { least_years: number; most_years: number | null }) {
  if (most_years && most_years !== least_years) return `${least_years} to ${most_years} years`
  return least_years === 1 ? '1 year' : `${least_years} years`
}

/** "Ad 3", or the name of the document. */
export function adName(analysis: JobAdsAnalysis, place: number): string {
  return analysis.ads[place]?.name ?? `Ad ${place + 1}`
}
