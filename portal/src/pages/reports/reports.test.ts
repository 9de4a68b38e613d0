import { describe, expect, it } from 'vitest'
import { aReadiness } from '@/testing/examples'
import {
  apiFilter,
  apiPath,
  filePath,
  groupedFilter,
  readReportSearch,
  searchFrom,
  withinGroup,
} from './filter'
import { mostReadyFirst, readinessCounts } from './readiness-order'
import { mostUrgentFirst } from './recertification-order'

describe('the filter of a report', () => {
  it('takes from the address what it understands', () => {
    expect(
      readReportSearch({ department: 'sales', team: 'p-1', sub: true, choice: 'target', role: '', x: 1 }),
    ).toEqual({ department: 'sales', team: 'p-1', sub: true, choice: 'target' })
    expect(readReportSearch({ sub: true, choice: 'any', department: 7, months: 61 })).toEqual({})
    expect(readReportSearch({ alone: true })).toEqual({})
    expect(readReportSearch({ department: 'it', alone: true })).toEqual({ department: 'it', alone: true })
    expect(readReportSearch({ months: 12 })).toEqual({ months: 12 })
    expect(readReportSearch({ state: 'nearly' })).toEqual({ state: 'nearly' })
    expect(readReportSearch({ state: 'asleep' })).toEqual({})
    expect(readReportSearch({ on: '2026-12-31', hiredFrom: 'soon', location: 'Malmö' })).toEqual({
      on: '2026-12-31',
      location: 'Malmö',
    })
  })

  it('is the same in the API; one role goes before a choice of roles', () => {
    expect(apiFilter('readiness', { team: 'p-1', sub: true, choice: 'next' })).toEqual({
      team_id: 'p-1',
      include_sub_teams: true,
      role_choice: 'next',
    })
    expect(apiFilter('worth', { department: 'it', alone: true })).toEqual({
      department_id: 'it',
      without_sub_departments: true,
    })
    expect(apiFilter('skill-gaps', { role: 'lead', choice: 'next' })).toEqual({ role_id: 'lead' })
    expect(apiFilter('recertification', { role: 'lead', choice: 'next', on: '2026-12-31' })).toEqual({
      as_of: '2026-12-31T23:59:59Z',
    })
    expect(apiFilter('trends', { holds: 'lead', hiredFrom: '2026-01-01', on: '2026-12-31' })).toEqual({
      people_role_id: 'lead',
      hired_from: '2026-01-01',
    })
    expect(apiPath('skill-gaps', {})).toBe('/api/v1/reports/skill-gaps')
    expect(apiPath('skill-gaps', { department_id: 'a b', include_sub_teams: true })).toBe(
      '/api/v1/reports/skill-gaps?department_id=a+b&include_sub_teams=true',
    )
    expect(apiPath('readiness', { state: ['nearly', 'blocked'] })).toBe(
      '/api/v1/reports/readiness?state=nearly&state=blocked',
    )
  })
})

describe('a day', () => {
  it('is one of the calendar', () => {
    expect(readReportSearch({ on: '2028-02-29', hiredFrom: '2026-02-31', hiredUntil: '2026-13-01' })).toEqual(
      {
        on: '2028-02-29',
      },
    )
  })
})

describe('groups', () => {
  it('are asked for of the reports that have them', () => {
    expect(readReportSearch({ by: 'hired_year' })).toEqual({ by: 'hired_year' })
    expect(readReportSearch({ by: 'age' })).toEqual({})
    expect(groupedFilter('trends', { by: 'role', team: 'p-1' })).toEqual({ team_id: 'p-1', group_by: 'role' })
    expect(groupedFilter('pipeline', { by: 'role' })).toEqual({})
    expect(apiFilter('trends', { by: 'role' })).toEqual({})
  })

  it('lead to the same report about one of them alone', () => {
    const of = (by: 'department' | 'location' | 'role' | 'manager' | 'hired_year', group: string) =>
      withinGroup({ by, on: '2026-12-31' }, group)
    const on = { on: '2026-12-31' }
    expect(of('department', 'it')).toEqual({ ...on, department: 'it', alone: true })
    expect(of('location', 'Malmö')).toEqual({ ...on, location: 'Malmö' })
    expect(of('role', 'lead')).toEqual({ ...on, holds: 'lead' })
    expect(of('manager', 'p-1')).toEqual({ ...on, team: 'p-1' })
    expect(of('hired_year', '2024')).toEqual({ ...on, hiredFrom: '2024-01-01', hiredUntil: '2024-12-31' })
  })

  it('lead to those of the row: led directly, and of the cohort that was asked for', () => {
    expect(withinGroup({ by: 'manager', team: 'boss', sub: true }, 'p-1')).toEqual({ team: 'p-1' })
    const cohort = { by: 'hired_year', hiredFrom: '2019-06-01', hiredUntil: '2021-03-31' } as const
    expect(withinGroup(cohort, '2019')).toEqual({ hiredFrom: '2019-06-01', hiredUntil: '2019-12-31' })
    expect(withinGroup(cohort, '2020')).toEqual({ hiredFrom: '2020-01-01', hiredUntil: '2020-12-31' })
    expect(withinGroup(cohort, '2021')).toEqual({ hiredFrom: '2021-01-01', hiredUntil: '2021-03-31' })
  })
})

describe('what the API was asked', () => {
  it('is the filter of a page again', () => {
    const search = {
      ...{ department: 'it', alone: true, team: 'p-1', sub: true, location: 'Malmö', holds: 'lead' },
      ...{ hiredFrom: '2024-01-01', hiredUntil: '2024-12-31', on: '2026-12-31', choice: 'next' as const },
      by: 'role',
    } as const
    expect(searchFrom({ ...groupedFilter('readiness', search), state: ['nearly'] })).toEqual({
      ...search,
      state: 'nearly',
    })
    expect(searchFrom({ from: '2026-01', months: 24 })).toEqual({ months: 24 })
  })
})

describe('a report as a file', () => {
  it('keeps the filter', () => {
    expect(filePath('/api/v1/reports/readiness', 'csv')).toBe('/api/v1/reports/readiness?format=csv')
    expect(filePath('/api/v1/reports/readiness?team_id=x', 'xlsx')).toBe(
      '/api/v1/reports/readiness?team_id=x&format=xlsx',
    )
  })
})

describe('the readiness table', () => {
  const rows = [
    aReadiness({ person_name: 'Blocked', state: 'blocked', met_count: 3 }),
    aReadiness({ person_name: 'Zoe', state: 'not_yet', met_count: 2 }),
    aReadiness({ person_name: 'Ann', state: 'not_yet', met_count: 1 }),
    aReadiness({ person_name: 'Ready', state: 'ready_until', met_count: 4 }),
    aReadiness({ person_name: 'Bo', state: 'not_yet', met_count: 2 }),
  ]

  it('has the readiest first', () => {
    expect(mostReadyFirst(rows).map(row => row.person_name)).toEqual(['Ready', 'Bo', 'Zoe', 'Ann', 'Blocked'])
  })

  it('is summed up by state', () => {
    expect(
      readinessCounts({ people_count: 4, ready: 0, ready_until: 1, nearly: 0, not_yet: 3, blocked: 1 }),
    ).toEqual([
      { state: 'ready_until', count: 1 },
      { state: 'not_yet', count: 3 },
      { state: 'blocked', count: 1 },
    ])
  })
})

describe('the recertification outlook', () => {
  it('has first what has to be renewed soonest', () => {
    const line = {
      credential_id: 'x',
      valid: 5,
      due_in_7_days: 0,
      due_in_60_days: 0,
      expiries: [],
      suspended: 0,
      in_grace: 0,
      renewal_cost: null,
    }
    const lines = [
      { ...line, credential_name: 'B', due_in_30_days: 0, due_in_90_days: 0, lapsed: 0 },
      { ...line, credential_name: 'A', due_in_30_days: 0, due_in_90_days: 0, lapsed: 0 },
      { ...line, credential_name: 'Lapsed', due_in_30_days: 0, due_in_90_days: 0, lapsed: 2 },
      { ...line, credential_name: 'Later', due_in_30_days: 0, due_in_90_days: 3, lapsed: 0 },
      { ...line, credential_name: 'Soon', due_in_30_days: 1, due_in_90_days: 1, lapsed: 0 },
    ]
    expect(mostUrgentFirst(lines).map(item => item.credential_name)).toEqual([
      'Soon',
      'Later',
      'Lapsed',
      'A',
      'B',
    ])
  })
})
