import type { StateLabel } from './states'

const states: Record<string, StateLabel> = {
  waiting: { label: 'Waits', color: 'lichen' },
  failed: { label: 'Did not fit', color: 'clay' },
  applied: { label: 'Applied', color: 'moss' },
  withdrawn: { label: 'Withdrawn', color: 'gray' },
}

/** What became of a scheduled change. */
export const revisionState = (state: string): StateLabel => states[state] ?? { label: state, color: 'gray' }
