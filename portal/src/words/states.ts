/** How a state is shown: its word, its colour in the theme, and whether it counts as achieved. */
export interface StateLabel {
  readonly label: string
  readonly color: 'moss' | 'lichen' | 'clay' | 'gentian' | 'gray'
}

const unknown = (state: string): StateLabel => ({ label: state.replaceAll('_', ' '), color: 'gray' })

const steps: Record<string, StateLabel> = {
  not_started: { label: 'Not started', color: 'gray' },
  in_progress: { label: 'In progress', color: 'gentian' },
  waiting_for_verification: { label: 'Waiting for verification', color: 'lichen' },
  completed: { label: 'Complete', color: 'moss' },
  lapsed: { label: 'Lapsed', color: 'clay' },
  locked: { label: 'Locked', color: 'gray' },
  exempt: { label: 'Exempt', color: 'gray' },
}

/** Where a step of a path, or a member of a stack, stands. */
export const stepState = (state: string): StateLabel => steps[state] ?? unknown(state)

const standings: Record<string, StateLabel> = {
  waiting_for_verification: { label: 'Waiting for verification', color: 'lichen' },
  in_review: { label: 'In review', color: 'lichen' },
  active: { label: 'Valid', color: 'moss' },
  lapsed: { label: 'Lapsed', color: 'clay' },
  refused: { label: 'Refused', color: 'clay' },
  not_yet_valid: { label: 'Not yet valid', color: 'gray' },
  due_for_renewal: { label: 'Due for renewal', color: 'lichen' },
  in_grace: { label: 'In grace', color: 'lichen' },
  revoked: { label: 'Revoked', color: 'clay' },
  suspended: { label: 'Suspended', color: 'clay' },
  without_effect: { label: 'Changes no date', color: 'gray' },
}

/** Where an achievement stands. */
export const standing = (state: string): StateLabel => standings[state] ?? unknown(state)

const readiness: Record<string, StateLabel> = {
  ready: { label: 'Ready', color: 'moss' },
  ready_until: { label: 'Ready for now', color: 'moss' },
  nearly: { label: 'Nearly ready', color: 'gentian' },
  not_yet: { label: 'Not yet ready', color: 'gray' },
  blocked: { label: 'Blocked', color: 'clay' },
}

/** How ready somebody is, all requirements together. */
export const readinessState = (state: string): StateLabel => readiness[state] ?? unknown(state)

const requirements: Record<string, StateLabel> = {
  met: { label: 'Met', color: 'moss' },
  met_until: { label: 'Met for now', color: 'moss' },
  short: { label: 'Short', color: 'lichen' },
  missing: { label: 'Missing', color: 'gray' },
  blocked: { label: 'Blocked', color: 'clay' },
  unknown: { label: 'Unknown', color: 'gray' },
}

/** How one requirement of a role is met. */
export const requirementState = (state: string): StateLabel => requirements[state] ?? unknown(state)

/** Whether a requirement's state counts as met. */
export const isMet = (state: string): boolean => state === 'met' || state === 'met_until'

/** How a path as a whole stands for somebody. */
export function pathState(path: {
  completed: boolean
  overdue: boolean
  exemption?: unknown
  completed_steps: number
  steps: readonly { state: string }[]
}): StateLabel {
  if (path.completed) return { label: 'Complete', color: 'moss' }
  if (path.exemption) return { label: 'Exempt', color: 'gray' }
  if (path.overdue) return { label: 'Overdue', color: 'clay' }
  if (path.completed_steps > 0 || path.steps.some(step => step.state !== 'not_started')) {
    return { label: 'In progress', color: 'gentian' }
  }
  return { label: 'Not started', color: 'gray' }
}

export const credentialKinds = [
  { value: 'professional_certificate', label: 'Professional certificate' },
  { value: 'digital_badge', label: 'Digital badge' },
  { value: 'nanodegree', label: 'Nanodegree' },
  { value: 'industry_certification', label: 'Industry certification' },
  { value: 'licence', label: 'Licence' },
  { value: 'bootcamp', label: 'Bootcamp' },
  { value: 'degree', label: 'Degree' },
] as const

/** A credential kind in words. */
export const kindName = (kind: string): string =>
  credentialKinds.find(candidate => candidate.value === kind)?.label ?? kind.replaceAll('_', ' ')

/** How the members of a stack count, in words. */
export function stackRule(rule: string, requiredCount: number, memberCount: number): string {
  if (rule === 'n_of') return `Any ${requiredCount} of ${memberCount}`
  if (rule === 'ordered') return `All ${memberCount}, in order`
  return `All ${memberCount}`
}

const roleChoices: Record<string, string> = {
  own: 'Present role',
  target: 'Target role',
  next: 'Next rung of the ladder',
}

/** Why somebody is compared with a role. */
export const roleChoiceName = (choice: string): string => roleChoices[choice] ?? 'Chosen role'

const origins: Record<string, string> = {
  public: 'Public catalogue',
  tenant: 'Your organization',
  override: 'Adapted by your organization',
}

/** Where a catalogue entry comes from. */
export const originName = (origin: string): string => origins[origin] ?? origin
