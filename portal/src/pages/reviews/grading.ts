import type { RubricCriterion, RubricScore, RubricVersion } from '@/api/model'

/** What a criterion was found to be worth, as the form has it; null until somebody says so. */
export interface ScoreForm {
  readonly points: number | null
  readonly note: string
}

/** By criterion. */
export type GradingForm = Readonly<Record<string, ScoreForm>>

const blank: ScoreForm = { points: null, note: '' }

/** What was said of a criterion so far. */
export const scoreOf = (form: GradingForm, criterion: RubricCriterion): ScoreForm =>
  form[criterion.criterion_id] ?? blank

/** The points of all that is scored. */
export const pointsSoFar = (form: GradingForm, { criteria }: RubricVersion): number =>
  criteria.reduce((sum, criterion) => sum + (scoreOf(form, criterion).points ?? 0), 0)

/** The criteria that nobody has scored yet. */
export const unscored = (form: GradingForm, { criteria }: RubricVersion): RubricCriterion[] =>
  criteria.filter(criterion => scoreOf(form, criterion).points === null)

/** The filled rubric as the API takes it; each criterion is scored. */
export const scoresOf = (form: GradingForm, { criteria }: RubricVersion): RubricScore[] =>
  criteria.map(criterion => {
    const { points, note } = scoreOf(form, criterion)
    return { criterion_id: criterion.criterion_id, points: points ?? 0, note: note.trim() || null }
  })
