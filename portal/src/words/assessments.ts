import type { AssessmentScale, AssessorKind } from '@/api/model'
import { levelName } from './levels'

const kinds: Record<AssessorKind, string> = {
  reviewer: 'Reviewer',
  manager: 'Manager',
  peer: 'Colleague',
  self: 'Self-assessment',
}

/** As what somebody assesses, in words. */
export const assessorKindName = (kind: string): string => kinds[kind as AssessorKind] ?? kind

/** The scales on which a level is stated, the usual one first. */
export const scales: readonly { value: AssessmentScale; label: string; least: number; most: number }[] = [
  { value: 'proficiency', label: 'Proficiency', least: 1, most: 4 },
  { value: 'one-to-five', label: '1 to 5', least: 1, most: 5 },
  { value: 'zero-to-four', label: '0 to 4', least: 0, most: 4 },
  { value: 'one-to-hundred', label: '1 to 100', least: 1, most: 100 },
]

/** A level on its scale: "Practitioner" of the proficiency levels, else "7 of 1 to 100". */
export function levelOn(scaleId: string, level: number): string {
  if (scaleId === 'proficiency') return levelName(level)
  const scale = scales.find(({ value }) => value === scaleId)
  return scale ? `${level} on a scale of ${scale.label}` : `${level} (${scaleId})`
}
