import type { AssignmentForecast } from '@/api/model'

/** Somebody who has been picked. */
export interface Picked {
  readonly id: string
  readonly name: string
}

/** What a manager is about to assign. */
export interface PlanForm {
  path_id: string | null
  people: Picked[]
  teams: string[]
  include_sub_teams: boolean
  due_on: string
  note: string
}

export const planFields = ['path_id', 'people', 'teams', 'due_on', 'note']

/** A pointer into the request as a pointer into the form. */
export function asPlanPointer(pointer: string): string {
  if (pointer.startsWith('/audience/team_ids')) return '/teams'
  if (pointer.startsWith('/audience')) return '/people'
  return pointer
}

/** What is still lacking before a preview makes sense, by field. */
export function lacking(form: PlanForm, today: string): Record<string, string> {
  return {
    ...(form.path_id ? {} : { path_id: 'Choose a learning path.' }),
    ...(form.people.length || form.teams.length ? {} : { people: 'Choose at least one person or team.' }),
    ...(form.due_on && form.due_on < today ? { due_on: 'The due date is over already.' } : {}),
  }
}

/** The preview in numbers. */
export function forecastCounts(forecasts: readonly AssignmentForecast[]): {
  enrolled: number
  already: number
  withSomething: number
} {
  return {
    enrolled: forecasts.filter(forecast => forecast.forecast === 'will_be_enrolled').length,
    already: forecasts.filter(forecast => forecast.forecast === 'already_enrolled').length,
    withSomething: forecasts.filter(forecast => forecast.completed_steps > 0).length,
  }
}

/** "1 person", "3 people". */
export const people = (count: number): string => `${count} ${count === 1 ? 'person' : 'people'}`
