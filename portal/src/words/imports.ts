import type { AchievementImportMode, FileImport, FileImportKind, FileImportOutcome } from '@/api/generated'

const kinds: Record<FileImportKind, string> = {
  people: 'People',
  departments: 'Departments',
  achievements: 'Past achievements',
  assignments: 'Assignments',
}
const states: Record<FileImport['state'], string> = {
  receiving: 'Waits for its columns',
  checking: 'Being checked',
  checked: 'Checked, waits for you',
  applying: 'Being applied',
  applied: 'Applied',
  rolling_back: 'Being taken back',
  rolled_back: 'Taken back',
  cancelled: 'Stopped',
  failed: 'Failed',
}
const outcomes: Record<FileImportOutcome, string> = {
  created: 'New',
  changed: 'Changed',
  unchanged: 'Unchanged',
  refused: 'Wrong',
  gone: 'Not in the file',
}
const whenHeld: Record<AchievementImportMode, string> = {
  each_counts: 'It counts as well',
  skip: 'The row is left out',
  history: 'It is kept as history and does not count',
  replace_if_newer: 'It stands in the place of the older one, if it is newer',
}

/** What the rows of a file are about. */
export const importKindName = (kind: FileImportKind) => kinds[kind]

/** Where an import stands. */
export const importStateName = (state: FileImport['state']) => states[state]

/** What becomes of a row. */
export const outcomeName = (outcome: FileImportOutcome) => outcomes[outcome]

/** What becomes of an achievement of a credential that the person has already, by what the service calls it. */
export const whenHeldNames = Object.entries(whenHeld).map(([value, label]) => ({
  value: value as AchievementImportMode,
  label,
}))
