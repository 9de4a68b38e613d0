import { describe, expect, it } from 'vitest'
import { asPlanPointer, forecastCounts, lacking, type PlanForm, people } from './plan'

const plan: PlanForm = {
  path_id: 'digital-marketing',
  people: [{ id: 'p-1', name: 'Chloé Nguyen' }],
  teams: [],
  include_sub_teams: false,
  due_on: '',
  note: '',
}

describe('a plan', () => {
  it('needs a path, somebody, and a due date that is not over', () => {
    expect(lacking(plan, '2026-11-22')).toEqual({})
    expect(lacking({ ...plan, people: [], teams: ['p-9'] }, '2026-11-22')).toEqual({})
    expect(Object.keys(lacking({ ...plan, path_id: null, people: [] }, '2026-11-22'))).toEqual([
      'path_id',
      'people',
    ])
    expect(lacking({ ...plan, due_on: '2026-11-22' }, '2026-11-22')).toEqual({})
    expect(Object.keys(lacking({ ...plan, due_on: '2026-11-21' }, '2026-11-22'))).toEqual(['due_on'])
  })

  it('shows what the services refuse at its fields', () => {
    expect(asPlanPointer('/audience/team_ids/0')).toBe('/teams')
    expect(asPlanPointer('/audience/person_ids/3')).toBe('/people')
    expect(asPlanPointer('/audience')).toBe('/people')
    expect(asPlanPointer('/due_on')).toBe('/due_on')
  })

  it('is previewed in numbers', () => {
    const forecast = { person_id: 'p', name: 'P', steps: [], completed_steps: 0 }
    expect(
      forecastCounts([
        { ...forecast, forecast: 'will_be_enrolled' },
        { ...forecast, forecast: 'will_be_enrolled', completed_steps: 2 },
        { ...forecast, forecast: 'already_enrolled' },
      ]),
    ).toEqual({ enrolled: 2, already: 1, withSomething: 1 })
    expect([people(1), people(3)]).toEqual(['1 person', '3 people'])
  })
})
