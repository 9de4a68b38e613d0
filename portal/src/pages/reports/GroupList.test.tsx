import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { asked, freshness, openAsHr } from '@/testing/portal'

const departments = {
  items: [
    { department_id: 'sales', name: 'Sales', parent_department_id: null },
    { department_id: 'it', name: 'Computing', parent_department_id: null },
  ],
  next_cursor: null,
}
const python = {
  skill_id: 'python',
  credential_id: null,
  name: 'Python',
  required_level: 3,
  demanded: 4,
  supplied: 1,
  short: 3,
  short_people: [],
}
const gapGroups = [
  { group: 'sales', group_name: 'Sales', people_count: 4, gaps: [python], hidden_count: 0 },
  { group: 'it', group_name: 'Computing', people_count: 2, gaps: [], hidden_count: 1 },
  { group: null, group_name: null, people_count: 1, gaps: [], hidden_count: 0 },
]
const gaps = {
  gaps: [python],
  people_count: 7,
  without_role_count: 0,
  hidden_count: 0,
  groups: gapGroups,
  freshness,
}

const row = async (name: string) => {
  const table = await screen.findByRole('table', { name: 'By department' })
  return (await within(table).findByText(name)).closest('tr') as HTMLElement
}

describe('a report group by group', () => {
  it('is asked for in the address, and names each group and what most of it are short of', async () => {
    const seen = openAsHr('/reports/skill-gaps?by=department', {
      '/api/v1/departments': departments,
      '/api/v1/reports/skill-gaps': gaps,
    })
    expect(within(await row('Sales')).getByText('Python, Practitioner: 3 of 4')).toBeTruthy()
    expect(within(await row('Computing')).getByText('Too few to show')).toBeTruthy()
    expect(within(await row('In no department')).queryByRole('link')).toBeNull()
    expect(asked(seen, '/api/v1/reports/skill-gaps')).toEqual({
      figures_only: 'true',
      group_by: 'department',
    })
  })

  it('leads from a group to the same report about it alone', async () => {
    const seen = openAsHr('/reports/skill-gaps?by=department&on=2026-12-31', {
      '/api/v1/departments': departments,
      '/api/v1/reports/skill-gaps': gaps,
    })
    await userEvent.click(within(await row('Computing')).getByRole('link'))
    await screen.findByDisplayValue('Computing')
    expect(screen.queryByRole('table', { name: 'By department' })).toBeNull()
    expect(asked(seen, '/api/v1/reports/skill-gaps')).toEqual({
      figures_only: 'true',
      department_id: 'it',
      without_sub_departments: 'true',
      as_of: '2026-12-31T23:59:59Z',
    })
  })

  it('names no manager whom the viewer does not see, and leads nowhere from one', async () => {
    openAsHr('/reports/skill-gaps?by=manager', {
      '/api/v1/reports/skill-gaps': {
        ...gaps,
        groups: [
          { group: 'bm-2', group_name: null, people_count: 1, gaps: [], hidden_count: 0 },
          { group: 'bm-3', group_name: 'Imani Okafor', people_count: 8, gaps: [], hidden_count: 0 },
        ],
      },
    })
    const table = await screen.findByRole('table', { name: 'By manager' })
    expect(
      within(table)
        .getAllByRole('link')
        .map(each => each.textContent),
    ).toEqual(['Imani Okafor'])
    expect(within(table).getByText('Somebody whom you do not see')).toBeTruthy()
    expect(within(table).queryByText('bm-2')).toBeNull()
  })

  it('tells of readiness how many are ready, and how many groups are too small to show', async () => {
    const counts = { people_count: 4, ready: 1, ready_until: 1, nearly: 2, not_yet: 0, blocked: 0 }
    openAsHr('/reports/readiness?by=department', {
      '/api/v1/departments': departments,
      '/api/v1/reports/readiness': {
        items: [],
        next_cursor: null,
        without_role_count: 0,
        figures: counts,
        groups: [{ group: 'sales', group_name: 'Sales', figures: counts }],
        hidden_count: 2,
        freshness,
      },
    })
    expect(within(await row('Sales')).getByRole('img', { name: '2 of 4 people ready' })).toBeTruthy()
    expect(screen.getByText(/2 more are about too few people to show/)).toBeTruthy()
  })

  it('tells of trends where each group stands now, and how far that is from the first month', async () => {
    const figures = {
      people_count: 5,
      compared_count: 4,
      ready: 1,
      gaps_open: 6,
      gaps_opened: 0,
      gaps_closed: 0,
      gaps_gone: 0,
      credentials_valid: 3,
      credentials_gained: 0,
      credentials_lapsed: 0,
    }
    const months = [
      { month: '2026-09', at: '2026-09-30T23:59:59Z', ahead: false, figures },
      { month: '2026-10', at: '2026-10-31T23:59:59Z', ahead: false, figures: { ...figures, gaps_open: 4 } },
      { month: '2026-11', at: '2026-11-30T23:59:59Z', ahead: true, figures: { ...figures, gaps_open: 9 } },
    ]
    const unseen = months.map(month => ({ ...month, figures: null }))
    openAsHr('/reports/trends?by=department', {
      '/api/v1/departments': departments,
      '/api/v1/reports/trends': {
        months,
        groups: [
          { group: 'sales', group_name: 'Sales', months },
          { group: 'it', group_name: 'Computing', months: unseen },
        ],
        freshness,
      },
    })
    expect((await row('Sales')).textContent).toContain('4 (−2)')
    expect(screen.getByText(/At the end of Oct 2026/)).toBeTruthy()
    expect(within(await row('Computing')).getAllByText('Too few to show')).toHaveLength(5)
  })
})
