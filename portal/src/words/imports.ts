import type { FileImport, FileImportKind, FileImportOutcome } from '@/api/generated'

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

/** What the rows of a file are about. */
export const importKindName = (kind: FileImportKind) => kinds[kind]

/** Where an import stands. */
export const importStateName = (state: FileImport['state']) => states[state]

/** What becomes of a row. */
export const outcomeName = (outcome: FileImportOutcome) => outcomes[outcome]
