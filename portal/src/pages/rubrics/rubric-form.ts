import { newIdempotencyKey } from '@/api/idempotency'
import type { Rubric, RubricDraft, RubricVersion } from '@/api/model'

/** One level as the form has it: a number field may be empty. */
export interface LevelForm {
  points: number | string
  description: string
}

/** One thing that is looked at, as the form has it. */
export interface CriterionForm {
  criterion_id: string
  name: string
  levels: LevelForm[]
}

/** A rubric as it is written. */
export interface RubricForm {
  criteria: CriterionForm[]
  passing_points: number | string
}

export const mostCriteria = 20
export const fewestLevels = 2
export const mostLevels = 10
export const mostPoints = 100

/** Something more to look at, with levels to begin from. */
export const blankCriterion = (): CriterionForm => ({
  criterion_id: newIdempotencyKey(),
  name: '',
  levels: [
    { points: 0, description: '' },
    { points: 1, description: '' },
    { points: 2, description: '' },
  ],
})

/** The version that counts. */
export const currentVersion = (rubric: Rubric): RubricVersion | undefined => rubric.versions.at(-1)

/** The rubric that counts as the form shows it, or a first one to fill. */
export function asForm(rubric: Rubric | null): RubricForm {
  const version = rubric ? currentVersion(rubric) : undefined
  if (!version) return { criteria: [blankCriterion()], passing_points: '' }
  return {
    criteria: version.criteria.map(({ criterion_id, name, levels }) => ({
      criterion_id,
      name,
      levels: levels.map(({ points, description }) => ({ points, description: description ?? '' })),
    })),
    passing_points: version.passing_points,
  }
}

/** How many points doing all of it best is worth. */
export const reachablePoints = ({ criteria }: Pick<RubricForm, 'criteria'>): number =>
  criteria.reduce((sum, { levels }) => sum + Math.max(...levels.map(({ points }) => Number(points))), 0)

/** What is missing before it makes sense to ask the server. */
export function lacking(form: RubricForm): Record<string, string> {
  const missing: Record<string, string> = {}
  form.criteria.forEach((criterion, place) => {
    if (!criterion.name.trim()) missing[`criteria.${place}.name`] = 'Say what is looked at.'
    criterion.levels.forEach((level, at) => {
      if (level.points === '') missing[`criteria.${place}.levels.${at}.points`] = 'How many?'
    })
  })
  if (form.passing_points === '') missing.passing_points = 'Say how many points are needed.'
  return missing
}

/** The rubric as the API takes it. */
export const asDraft = (form: RubricForm): RubricDraft => ({
  criteria: form.criteria.map(({ criterion_id, name, levels }) => ({
    criterion_id,
    name: name.trim(),
    levels: levels.map(({ points, description }) => ({
      points: Number(points),
      description: description.trim() || null,
    })),
  })),
  passing_points: Number(form.passing_points),
})

/** Every field that an error can stand at. */
export const rubricFields = (form: RubricForm): string[] => [
  'passing_points',
  ...form.criteria.flatMap((criterion, place) => [
    `criteria.${place}.name`,
    ...criterion.levels.flatMap((_, at) => [
      `criteria.${place}.levels.${at}.points`,
      `criteria.${place}.levels.${at}.description`,
    ]),
  ]),
]
