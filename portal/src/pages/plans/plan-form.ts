import type { PlanRequest } from '@/api/model'
import { minorUnits } from '@/words/money'
import { type GoalAddress, partsOf, requirementsOf, type WantedPart } from './goal-address'

/** What the form of a plan holds. Fields that the request has too are called as there. */
export interface PlanForm {
  goal: 'role' | 'requirements'
  role_id: string | null
  requirements: WantedPart[]
  person_id: string | null
  objective: PlanRequest['objective']
  currency: string
  budget: number | ''
  weekly_hours: number | ''
  finish_by: string
  minimum_quality: NonNullable<PlanRequest['minimum_quality']> | null
  trusted_issuer_ids: string[]
  prefer_stacks: boolean
  allow_unknown_costs: boolean
  allow_unknown_hours: boolean
  allow_licences_and_degrees: boolean
}

/** The fields that a refusal can stand at. */
export const planFormFields = [
  'role_id',
  'requirements',
  'person_id',
  'objective',
  'currency',
  'budget',
  'weekly_hours',
  'finish_by',
  'minimum_quality',
  'trusted_issuer_ids',
]

/** The form as it opens for a goal; without a person in the address it is for whoever is signed in. */
export function planForm(address: GoalAddress, ownPersonId: string | null): PlanForm {
  const requirements = partsOf(address)
  return {
    goal: requirements.length ? 'requirements' : 'role',
    role_id: address.role ?? null,
    requirements,
    person_id: address.person ?? ownPersonId,
    objective: 'least_cost',
    currency: 'USD',
    budget: '',
    weekly_hours: 6,
    finish_by: '',
    minimum_quality: null,
    trusted_issuer_ids: [],
    prefer_stacks: true,
    allow_unknown_costs: false,
    allow_unknown_hours: false,
    allow_licences_and_degrees: false,
  }
}

/** What is still lacking before a plan can be made, by field. */
export function lackingInPlan(form: PlanForm, today: string): Record<string, string> {
  return {
    ...(form.goal === 'role' && !form.role_id && !form.person_id ? { role_id: 'Choose a role.' } : {}),
    ...(form.goal === 'requirements' && !form.requirements.length
      ? { requirements: 'Add at least one skill.' }
      : {}),
    ...(/^[A-Z]{3}$/.test(form.currency) ? {} : { currency: 'Three letters, such as USD.' }),
    ...(form.weekly_hours === '' || form.weekly_hours < 1 || form.weekly_hours > 80
      ? { weekly_hours: 'From 1 to 80 hours a week.' }
      : {}),
    ...(form.finish_by && form.finish_by <= today ? { finish_by: 'This day is over already.' } : {}),
  }
}

/** The form as the API takes it. */
export function planRequest(form: PlanForm): PlanRequest {
  const { goal, role_id, requirements, currency, budget, weekly_hours, finish_by, ...same } = form
  return {
    ...same,
    role_id: goal === 'role' ? role_id : null,
    requirements: goal === 'role' ? [] : requirementsOf(requirements),
    currency,
    budget: budget === '' ? null : { currency, minor_units: minorUnits(budget, currency) },
    weekly_hours: Number(weekly_hours),
    finish_by: finish_by || null,
  }
}
