import type { StateLabel } from './states'

const statuses: Record<string, StateLabel> = {
  upcoming: { label: 'Upcoming', color: 'gentian' },
  active: { label: 'In force', color: 'moss' },
  lapsed: { label: 'Lapsed', color: 'gray' },
  withdrawn: { label: 'Taken back', color: 'gray' },
}

/** Where something stands that holds for a span of days. */
export const spanStatus = (status: string): StateLabel =>
  statuses[status] ?? { label: status.replaceAll('_', ' '), color: 'gray' }

const exceptionKinds: Record<string, string> = {
  exemption: 'Exemption',
  extension: 'Extension',
  equivalence: 'Equivalence',
  prior_learning: 'Prior learning',
}

/** What is granted, in words. */
export const exceptionKind = (kind: string): string => exceptionKinds[kind] ?? kind.replaceAll('_', ' ')

const requestStates: Record<string, StateLabel> = {
  submitted: { label: 'Waits for a decision', color: 'lichen' },
  approved: { label: 'Approved', color: 'moss' },
  refused: { label: 'Refused', color: 'clay' },
  withdrawn: { label: 'Withdrawn', color: 'gray' },
}

/** Where a request stands. */
export const requestState = (state: string): StateLabel =>
  requestStates[state] ?? { label: state.replaceAll('_', ' '), color: 'gray' }

const requestKinds: Record<string, string> = {
  path: 'Proposed path',
  aid: 'Financial aid',
  cost: 'Cost of a credential',
}

/** What is asked for, in words. */
export const requestKind = (kind: string): string => requestKinds[kind] ?? kind.replaceAll('_', ' ')
