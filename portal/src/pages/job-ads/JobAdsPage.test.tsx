import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { problemDocument, type Seen, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { JobAdsPage } from './JobAdsPage'

const text = '🚀 Python and SQL. Python again.'
const mention = { ad: 0, sentence: text, sentence_start: 0, must_have: true, level: null, years: null }
const asked = {
  kind: 'technology',
  source: 'catalogue',
  esco_uri: null,
  credential_id: null,
  ad_count: 1,
  must_have_ad_count: 1,
  must_have: true,
  level: 3,
  years: null,
}
const analysis = {
  ads: [{ name: null, text }],
  skills: [
    {
      ...asked,
      key: 'python',
      name: 'Python',
      skill_id: 'python',
      mentions: [
        { ...mention, start: 2, end: 8 },
        { ...mention, start: 18, end: 24 },
      ],
    },
    {
      ...asked,
      key: 'sql',
      name: 'SQL',
      skill_id: 'sql',
      level: null,
      must_have: false,
      mentions: [{ ...mention, start: 13, end: 16 }],
    },
  ],
  licences: [],
  certifications: [],
  degrees: [
    {
      level: 'bachelor',
      field: 'statistics',
      or_equivalent: false,
      is_hard: true,
      mention: { ...mention, start: 0, end: 1 },
    },
  ],
  experience: [{ least_years: 3, most_years: 5, mention: { ...mention, start: 0, end: 1 } }],
  role_proposal: {
    name: '',
    description: 'What a job ad asks for.',
    lifecycle: { state: 'draft' },
    requirements: [
      { requirement_id: 'skill-python', skill: { skill_id: 'python', level: 3 }, weight: null },
      { requirement_id: 'skill-sql', skill: { skill_id: 'sql', level: 2 }, weight: 40 },
    ],
  },
}
const compared = {
  person_id: 'p-1',
  held: [{ skill_id: 'sql', must_have: false, asked_level: null, held_level: 2 }],
  short: [],
  missing: [{ skill_id: 'python', must_have: true, asked_level: 3, held_level: 0 }],
  freshness: {},
}

function open(roles: string[], further: Parameters<typeof stubGateway>[0] = {}): Seen[] {
  const seen = stubGateway({
    'GET /api/v1/me': () => ({
      body: { tenant_id: 't', roles, leads_people: false, person: { person_id: 'p-1', position: {} } },
    }),
    'POST /api/v1/job-ads/analysis': () => ({ body: analysis }),
    'POST /api/v1/job-ads/comparison': () => ({ body: compared }),
    ...further,
  })
  renderInPortal(<JobAdsPage />)
  return seen
}

async function read(user: ReturnType<typeof userEvent.setup>) {
  await user.type(await screen.findByLabelText('Ad 1'), 'An ad')
  await user.click(screen.getByRole('button', { name: 'Read the ads' }))
}

describe('the page of job ads', () => {
  it('shows where a skill is asked for, whatever stands before it', async () => {
    const user = userEvent.setup()
    open(['employee'])
    await read(user)
    await user.click(await screen.findByRole('button', { name: /^Python/ }))
    const marks = document.querySelectorAll('mark')
    expect(Array.from(marks, mark => mark.textContent)).toEqual(['Python', 'Python'])
    expect(screen.getByText('“Python”: 2 mentions in 1 ad')).toBeTruthy()
  })

  it('keeps degrees and years apart', async () => {
    const user = userEvent.setup()
    open(['employee'])
    await read(user)
    const apart = within(await screen.findByRole('region', { name: 'Degrees and experience' }))
    expect(apart.getByText(/Bachelor's degree in statistics/).textContent).toContain(
      'Nothing stands in for it',
    )
    expect(apart.getByText(/3 to 5 years of experience/)).toBeTruthy()
  })

  it('says what is held and what is missing, and plans for what is missing alone', async () => {
    const user = userEvent.setup()
    const seen = open(['employee'])
    await read(user)
    const card = within(await screen.findByRole('region', { name: 'Compare with somebody' }))
    expect(await card.findByRole('heading', { name: 'Missing (1)' })).toBeTruthy()
    expect(card.getByRole('heading', { name: 'Held (1)' })).toBeTruthy()
    const link = card.getByRole('link', { name: 'Plan for what is missing' })
    const search = decodeURIComponent(link.getAttribute('href') ?? '')
    expect(search).toContain('python:3')
    expect(search).not.toContain('sql')
    expect(seen.find(({ path }) => path.endsWith('comparison'))?.body).toMatchObject({ person_id: 'p-1' })
  })

  it('lets an administrator, and nobody else, keep it as a draft role', async () => {
    const user = userEvent.setup()
    const seen = open(['tenant-admin'], {
      'POST /api/v1/roles': () => ({ status: 201, body: { role_id: 'r', name: 'Analyst' } }),
    })
    await read(user)
    await user.click(await screen.findByRole('button', { name: 'Save as a draft role' }))
    await user.type(await screen.findByLabelText(/Name of the role/), 'Analyst')
    await user.click(screen.getByRole('button', { name: 'Save the draft' }))
    expect(await screen.findByText('Saved as a draft')).toBeTruthy()
    const saved = seen.find(({ path }) => path === '/api/v1/roles')
    expect(saved?.body).toMatchObject({ name: 'Analyst', lifecycle: { state: 'draft' } })
    expect(saved?.headers.get('Idempotency-Key')).toBeTruthy()
  })

  it('offers no draft to an employee', async () => {
    const user = userEvent.setup()
    open(['employee'])
    await read(user)
    await screen.findByRole('heading', { name: 'What the ad asks for' })
    expect(screen.queryByRole('button', { name: 'Save as a draft role' })).toBeNull()
  })

  it('says at the ad what is wrong with it, though empty ones were left out', async () => {
    const user = userEvent.setup()
    open(['employee'], {
      'POST /api/v1/job-ads/analysis': () =>
        problemDocument(422, 'INVALID_FIELDS', 'Wrong.', [
          { pointer: '/ads/0/text', reason: 'CONTROL_CHARACTER', detail: 'Leave out control characters.' },
        ]),
    })
    await user.click(await screen.findByRole('button', { name: 'Add another ad' }))
    await user.type(screen.getByLabelText('Ad 2'), 'An ad')
    await user.click(screen.getByRole('button', { name: 'Read the ads' }))
    await screen.findByText('Leave out control characters.')
    expect(screen.getByLabelText('Ad 2').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByLabelText('Ad 1').getAttribute('aria-invalid')).not.toBe('true')
  })
})
