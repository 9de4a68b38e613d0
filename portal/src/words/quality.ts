import type { StateLabel } from './states'

/** A grade as it is shown: its word, its colour, and what it says to somebody who chooses. */
export interface GradeLabel extends StateLabel {
  readonly meaning: string
}

const grades: Record<string, GradeLabel> = {
  strong: {
    label: 'Strong',
    color: 'moss',
    meaning: 'Graded, acknowledged by employers, and hard to get without being able to do it.',
  },
  solid: {
    label: 'Solid',
    color: 'gentian',
    meaning: 'Enough speaks for it to be taken seriously.',
  },
  light: {
    label: 'Light',
    color: 'lichen',
    meaning: 'Something speaks for it, but what is known leaves open how much it proves.',
  },
  unproven: {
    label: 'Unproven',
    color: 'gray',
    meaning: 'Nothing that is known speaks for it. That need not make it bad.',
  },
}

/** What each grade is called, the best first. */
export const gradeNames: Record<string, string> = Object.fromEntries(
  Object.entries(grades).map(([grade, { label }]) => [grade, label]),
)

/** How good a proof a credential is, in words. */
export const qualityGrade = (grade: string): GradeLabel =>
  grades[grade] ?? { label: grade, color: 'gray', meaning: '' }

const signals: Record<string, string> = {
  issuer: 'Issuer',
  graded_assessment: 'Graded work',
  proctored: 'Supervised exam',
  hands_on_project: 'Hands-on project',
  instruction_beyond_video: 'More than videos',
  reviews: 'Learner reviews',
  employers: 'Employers',
  framework: 'Skills framework',
  currency: 'Content up to date',
}

/** What quality is judged by, in words. */
export const signalName = (signal: string): string => signals[signal] ?? signal.replaceAll('_', ' ')

/** Points with their sign: what speaks against something has a real minus. */
export const formatPoints = (points: number): string =>
  points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0'

/** How a line bears on the grade, by which the lines are shown. */
export type Bearing = 'for' | 'against' | 'neither' | 'unknown'

/** Where a line stands: what is unknown is neither for nor against. */
export function bearing(line: { is_known: boolean; points: number }): Bearing {
  if (!line.is_known) return 'unknown'
  if (line.points > 0) return 'for'
  return line.points < 0 ? 'against' : 'neither'
}
