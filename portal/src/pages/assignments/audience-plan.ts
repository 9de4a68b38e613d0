import type { AssignmentPlanDraft, DueRule } from '@/api/audiences'

export const dueWays = {
  never: 'No due date',
  day: 'On a day',
  assignment: 'After the assignment',
  hire: 'After the hire',
  position_start: 'After the start in the position',
  expiry: 'Before what is held expires',
} as const

/** By when, as the form has it. */
export interface DueForm {
  readonly way: keyof typeof dueWays
  readonly day: string
  readonly duration: string
  readonly credential: string | null
}

export const never: DueForm = { way: 'never', day: '', duration: '', credential: null }

/** Whom, what and by when, as the form has it. */
export interface AudiencePlanForm {
  readonly path: string | null
  readonly audiences: string[]
  readonly departments: string[]
  readonly below: boolean
  readonly roles: string[]
  readonly teams: string[]
  readonly wholeTeams: boolean
  readonly due: DueForm
  readonly basis: string
  readonly standing: boolean
  readonly joiners: DueForm
  readonly withdraws: boolean
  readonly note: string
}

export const blankPlan: AudiencePlanForm = {
  path: null,
  audiences: [],
  departments: [],
  below: true,
  roles: [],
  teams: [],
  wholeTeams: true,
  due: never,
  basis: '',
  standing: false,
  joiners: never,
  withdraws: false,
  note: '',
}

/** By when, as the API takes it; null for never. */
export function dueRule(due: DueForm): DueRule | null {
  const nothing = { due_on: null, anchor: null, duration: null, before_expiry_of: null }
  switch (due.way) {
    case 'never':
      return null
    case 'day':
      return { ...nothing, due_on: due.day }
    case 'expiry':
      return { ...nothing, duration: due.duration, before_expiry_of: due.credential }
    default:
      return { ...nothing, anchor: due.way, duration: due.duration }
  }
}

const isSaid = (due: DueForm) =>
  due.way === 'never' ||
  (due.way === 'day' ? due.day !== '' : due.duration !== '' && (due.way !== 'expiry' || !!due.credential))

/** There is a path, somebody is meant, and every due date is said. */
export function canBePlanned(form: AudiencePlanForm): boolean {
  const meant = [form.audiences, form.departments, form.roles, form.teams].some(each => each.length > 0)
  return form.path !== null && meant && isSaid(form.due) && (!form.standing || isSaid(form.joiners))
}

/** What is asked for, as the API takes it. */
export function planDraft(form: AudiencePlanForm): AssignmentPlanDraft {
  return {
    path_id: form.path ?? '',
    audience: {
      person_ids: [],
      team_ids: form.teams,
      include_sub_teams: form.wholeTeams,
      role_ids: form.roles,
      department_ids: form.departments,
      include_sub_departments: form.below,
      dynamic_ids: form.audiences,
    },
    terms: {
      due: dueRule(form.due),
      due_for_joiners: form.standing ? dueRule(form.joiners) : null,
      basis_on: form.basis || null,
      standing: form.standing,
      on_leaving: form.standing && form.withdraws ? 'withdraw' : 'keep',
    },
  }
}
