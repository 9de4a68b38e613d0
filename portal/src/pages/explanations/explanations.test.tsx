import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { aReadiness } from '@/testing/examples'
import { problemDocument, stubGateway } from '@/testing/gateway'
import { asked, freshness, hr, openAsHr } from '@/testing/portal'
import { openPortal } from '@/testing/render'

const standing = {
  requirement_id: 'r-1',
  skill_id: 'python',
  credential_id: null,
  name: 'Python',
  required_level: 3,
  held_level: 1,
  state: 'short',
  met_until: null,
  achievement_id: 'a-1',
  proven_by_credential_id: 'pcep',
  explanation: 'Python at Practitioner is asked for; PCEP proves Awareness, 2 levels short.',
  stack_id: null,
  weight: null,
  assessment: null,
}

const gap = {
  skill_id: 'python',
  credential_id: null,
  name: 'Python',
  required_level: 3,
  demanded: 3,
  supplied: 1,
  short: 2,
  short_people: [],
}

describe('a figure of a report', () => {
  it('leads to the people and facts behind it, page by page', async () => {
    const seen = openAsHr('/reports/skill-gaps?department=it', {
      '/api/v1/reports/skill-gaps': {
        gaps: [gap],
        groups: [],
        hidden_count: 0,
        people_count: 3,
        without_role_count: 0,
        freshness,
      },
      '/api/v1/reports/skill-gaps/explanation': ({ query }) => {
        const [person_id, person_name] = query.get('cursor') ? ['p-2', null] : ['p-1', 'Chloé Nguyen']
        return {
          items: [{ person_id, person_name, role_id: 'lead', role_name: 'Lead', has_it: false, standing }],
          next_cursor: query.get('cursor') ? null : 'next',
          count: 2,
          freshness,
        }
      },
    })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('link', { name: '2, Python, Practitioner: who is short of it' }))
    expect(
      await screen.findByRole('heading', { name: 'Python, Practitioner: who is short of it' }),
    ).toBeTruthy()
    expect(asked(seen, '/api/v1/reports/skill-gaps')).toEqual({ department_id: 'it', figures_only: 'true' })
    expect(asked(seen, '/api/v1/reports/skill-gaps/explanation')).toEqual({
      department_id: 'it',
      line_skill: 'python:3',
      figure: 'short',
      limit: '50',
    })
    const people = within(await screen.findByRole('list', { name: /who is short of it/ }))
    expect(people.getByRole('link', { name: 'Chloé Nguyen' }).getAttribute('href')).toBe('/people/p-1')
    expect(people.getByText(standing.explanation)).toBeTruthy()
    expect((await people.findByRole('link', { name: 'PCEP' })).getAttribute('href')).toContain('pcep')
    await user.click(screen.getByRole('button', { name: /^Show more people/ }))
    expect(await people.findByRole('link', { name: 'p-2' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Show more people/ })).toBeNull()
    expect(screen.getByRole('link', { name: 'Skill gaps' }).getAttribute('href')).toBe(
      '/reports/skill-gaps?department=it',
    )
  })

  it('says that it may not be explained to everybody', async () => {
    stubGateway({
      'GET /auth/session': () => ({
        body: { csrf_token: 'x', username: 'a', expires_at: '2027-01-01T00:00:00Z' },
      }),
      'GET /api/v1/me': () => ({ body: hr }),
      'GET /api/v1/skills/python': () => ({ body: { skill_id: 'python', name: 'Python' } }),
      'GET /api/v1/reports/skill-gaps/explanation': () =>
        problemDocument(403, 'PERMISSION_DENIED', 'Figures alone may be seen.'),
    })
    openPortal('/reports/skill-gaps/explanation?skill=python&level=3&figure=short')
    expect(await screen.findByText('Figures alone may be seen.')).toBeTruthy()
  })
})

describe('the outlook of recertification', () => {
  it('is asked for in figures, and unfolds who is due', async () => {
    const line = {
      credential_id: 'pcep',
      credential_name: 'PCEP',
      valid: 9,
      due_in_7_days: 0,
      due_in_30_days: 0,
      due_in_60_days: 0,
      due_in_90_days: 1,
      lapsed: 0,
      expiries: [],
      suspended: 0,
      in_grace: 2,
      renewal_cost: null,
    }
    const holder = {
      person_id: 'p-1',
      person_name: 'Chloé Nguyen',
      achievement_ids: ['a-1'],
      valid_until: '2027-01-10T00:00:00Z',
      last_valid_on: '2027-01-09',
    }
    const seen = openAsHr('/reports/recertification', {
      '/api/v1/reports/recertification': {
        lines: [line],
        groups: [],
        renewal_costs: [],
        without_cost_count: 0,
        people_count: 9,
        freshness,
      },
      '/api/v1/reports/recertification/explanation': {
        items: [holder],
        next_cursor: null,
        count: 1,
        freshness,
      },
    })
    const unfold = await screen.findByRole('button', { name: 'Who has to renew PCEP' })
    expect(screen.getByRole('link', { name: '2, PCEP: who is in grace' })).toBeTruthy()
    await userEvent.setup().click(unfold)
    expect(await screen.findByText(/^Last valid day 9 Jan 2027/)).toBeTruthy()
    expect(asked(seen, '/api/v1/reports/recertification')).toEqual({ figures_only: 'true' })
    expect(asked(seen, '/api/v1/reports/recertification/explanation')).toMatchObject({
      credential_id: 'pcep',
      figure: 'due_in_90_days',
    })
  })
})

describe('the address of a figure', () => {
  it('of recertification tells until when', async () => {
    const path = '/api/v1/reports/recertification/explanation'
    const seen = openAsHr('/reports/recertification/explanation?credential=pcep&figure=in_grace&role=lead', {
      [path]: {
        items: [
          {
            person_id: 'p-1',
            person_name: 'Chloé Nguyen',
            achievement_ids: ['a-1', 'a-2'],
            valid_until: '2026-12-10T00:00:00Z',
            last_valid_on: '2026-12-09',
          },
        ],
        next_cursor: null,
        count: 1,
        freshness,
      },
    })
    expect(await screen.findByRole('heading', { name: 'PCEP: who is in grace' })).toBeTruthy()
    expect(await screen.findByText(/^Last valid day 9 Dec 2026.*by 2 achievements$/)).toBeTruthy()
    expect(asked(seen, path)).toEqual({ credential_id: 'pcep', figure: 'in_grace', limit: '50' })
  })

  it('of trends tells each gap of a month', async () => {
    const path = '/api/v1/reports/trends/explanation'
    const sql = { ...standing, skill_id: 'sql', name: 'SQL', explanation: 'SQL is lacking.' }
    const seen = openAsHr('/reports/trends/explanation?month=2026-03&figure=gaps_open', {
      [path]: {
        items: [
          {
            person_id: 'p-1',
            person_name: 'Chloé Nguyen',
            readiness: aReadiness(),
            gaps: [standing, sql],
            credentials: [],
          },
        ],
        next_cursor: null,
        count: 2,
        people_count: 1,
        freshness,
      },
    })
    expect(await screen.findByRole('heading', { name: 'Mar 2026: open gaps' })).toBeTruthy()
    expect(await screen.findByText('2 in all, of 1 person')).toBeTruthy()
    expect(screen.getByText('SQL is lacking.')).toBeTruthy()
    expect(asked(seen, path)).toEqual({ month: '2026-03', figure: 'gaps_open', limit: '50' })
  })

  it('of the pipeline tells the plan that leads there', async () => {
    const path = '/api/v1/reports/pipeline/explanation'
    const seen = openAsHr('/reports/pipeline/explanation?line=lead&stage=ready_by_plan&months=12', {
      [path]: {
        items: [
          {
            person_id: 'p-1',
            person_name: 'Chloé Nguyen',
            stage: 'ready_by_plan',
            readiness: aReadiness(),
            ready_at: '2027-02-01T12:00:00Z',
            plan: [{ enrolment_id: 'e-1', path_id: 'grow', due_on: '2027-01-31' }],
          },
        ],
        next_cursor: null,
        count: 1,
        freshness,
      },
    })
    expect(await screen.findByRole('heading', { name: 'Lead: ready by plan' })).toBeTruthy()
    expect(await screen.findByText('Ready from 1 Feb 2027')).toBeTruthy()
    expect(await screen.findByRole('link', { name: 'Grow into a lead' })).toBeTruthy()
    expect(asked(seen, path)).toEqual({
      months: '12',
      line_role_id: 'lead',
      stage: 'ready_by_plan',
      limit: '50',
    })
  })

  it('of worth tells what closed a gap', async () => {
    const path = '/api/v1/reports/worth/explanation'
    const seen = openAsHr('/reports/worth/explanation?figure=gaps_closed', {
      [path]: {
        items: [
          {
            person_id: 'p-1',
            person_name: 'Chloé Nguyen',
            credentials: [],
            gaps: [
              { skill_id: 'python', level: 3, credential_id: null, name: 'Python', credential_ids: ['pcep'] },
            ],
            promotions: [],
          },
        ],
        next_cursor: null,
        count: 1,
        people_count: 1,
        freshness,
      },
    })
    expect(await screen.findByText(/^Python, Practitioner, closed by/)).toBeTruthy()
    expect(await screen.findByRole('link', { name: 'PCEP' })).toBeTruthy()
    const { from, ...rest } = asked(seen, path)
    expect(from).toMatch(/^\d{4}-\d{2}-01$/)
    expect(rest).toEqual({ figure: 'gaps_closed', limit: '50' })
  })
})

describe('a state of readiness', () => {
  it('leads to who is in it', async () => {
    const people = [
      aReadiness({ person_id: 'p-1', person_name: 'Chloé Nguyen', state: 'nearly' }),
      aReadiness({ person_id: 'p-2', person_name: 'Bo Lindqvist', state: 'blocked' }),
    ]
    openAsHr('/reports/readiness', {
      '/api/v1/reports/readiness': ({ query }) => ({
        items: query.get('figures_only')
          ? []
          : people.filter(({ state }) => !query.has('state') || query.getAll('state').includes(state)),
        next_cursor: null,
        without_role_count: 0,
        figures: { people_count: 2, ready: 0, ready_until: 0, nearly: 1, not_yet: 0, blocked: 1 },
        groups: [],
        hidden_count: 0,
        freshness,
      }),
    })
    const user = userEvent.setup()
    expect(await screen.findByRole('link', { name: 'Bo Lindqvist' })).toBeTruthy()
    await user.click(screen.getByRole('link', { name: 'Nearly ready: 1' }))
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Bo Lindqvist' })).toBeNull())
    expect(screen.getByRole('link', { name: 'Chloé Nguyen' })).toBeTruthy()
    expect(screen.getByText(/reports\/readiness\?state=nearly/)).toBeTruthy()
    await user.click(screen.getByRole('link', { name: 'Show everybody' }))
    expect(await screen.findByRole('link', { name: 'Bo Lindqvist' })).toBeTruthy()
  })

  const many = {
    items: [],
    next_cursor: null,
    without_role_count: 0,
    figures: { people_count: 90_000, ready: 40_000, ready_until: 0, nearly: 50_000, not_yet: 0, blocked: 0 },
    groups: [],
    hidden_count: 0,
    freshness,
  }

  it('of too many people lists nobody', async () => {
    const seen = openAsHr('/reports/readiness', { '/api/v1/reports/readiness': many })
    expect(await screen.findByText('Too many to list')).toBeTruthy()
    const reports = seen.filter(({ path }) => path === '/api/v1/reports/readiness')
    expect(reports.every(({ query }) => query.get('figures_only') === 'true')).toBe(true)
  })

  it('leads to who is in it some at a time, where these are too many to be put in order', async () => {
    const page = (first: number) =>
      Array.from({ length: 30 }, (_, at) => {
        const person_name = `Person ${first + at}`
        return aReadiness({ person_id: `p-${first + at}`, person_name, state: 'nearly' })
      })
    const seen = openAsHr('/reports/readiness', {
      '/api/v1/reports/readiness': ({ query }) => {
        if (query.get('figures_only')) return many
        const [items, next_cursor] = query.get('cursor') ? [page(30), null] : [page(0), 'next']
        return { ...many, figures: null, items, next_cursor }
      },
    })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('link', { name: 'Nearly ready: 50000' }))
    expect(await screen.findByRole('link', { name: 'Person 29' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Show more people (30 so far)' }))
    expect(await screen.findByRole('link', { name: 'Person 59' })).toBeTruthy()
    expect(asked(seen, '/api/v1/reports/readiness')).toEqual({
      state: 'nearly',
      limit: '100',
      cursor: 'next',
    })
    expect(screen.queryByRole('button', { name: /Show more people/ })).toBeNull()
  })
})
