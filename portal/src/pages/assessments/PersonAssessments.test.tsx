import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Assessment } from '@/api/model'
import { problemDocument, type Seen, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { PersonAssessments } from './PersonAssessments'

const sql = { skill_id: 'sql', name: 'SQL', version: 1 }

function anAssessment(given: Partial<Assessment> = {}): Assessment {
  return {
    assessment_id: 'as-1',
    version: 1,
    person_id: 'p-1',
    skill_id: 'sql',
    assessor_kind: 'manager',
    assessed_by: 'p-9',
    assessed_by_name: 'Imani Okafor',
    scale_id: 'proficiency',
    level: 3,
    assessed_on: '2026-11-01',
    reason: 'Led the migration.',
    given_at: '2026-11-01T10:00:00Z',
    withdrawal: null,
    ...given,
  }
}

interface World {
  selfId?: string
  roles?: string[]
  found?: Assessment[] | null
  give?: (seen: Seen) => ReturnType<typeof problemDocument>
}

function open({ selfId = 'p-9', roles = ['employee', 'manager'], found = [], give }: World = {}) {
  const seen = stubGateway({
    'GET /api/v1/me': () => ({
      body: {
        roles,
        leads_people: roles.includes('manager'),
        person: { person_id: selfId, given_name: 'Imani', position: {} },
      },
    }),
    'GET /api/v1/people/p-1/assessments': () =>
      found ? { body: { items: found } } : problemDocument(404, 'NOT_FOUND', 'Not found.'),
    'GET /api/v1/skills/sql': () => ({ body: sql }),
    'GET /api/v1/search': () => ({
      body: { items: [{ kind: 'skill', skill: sql }], facets: [], total: 1, next_cursor: null },
    }),
    'POST /api/v1/people/p-1/assessments': give ?? (() => ({ status: 201, body: anAssessment() })),
    'POST /api/v1/assessments/as-1/withdrawal': () => ({ body: anAssessment() }),
  })
  renderInPortal(<PersonAssessments personId="p-1" personName="Chloé Nguyen" />)
  return { seen, user: userEvent.setup(), posted: () => seen.filter(({ method }) => method === 'POST') }
}

async function chooseSql(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByRole('combobox', { name: 'Skill' }))
  await user.click(await screen.findByRole('option', { name: 'SQL', hidden: true }))
}

describe('what was said about skills', () => {
  it('is told skill by skill, with who said it as what, when and why', async () => {
    open({
      found: [anAssessment(), anAssessment({ assessment_id: 'as-2', assessor_kind: 'self', level: 4 })],
    })
    expect(await screen.findByRole('heading', { name: 'SQL' })).toBeTruthy()
    const said = within(screen.getByRole('listitem', { name: 'Practitioner, Manager Imani Okafor' }))
    expect(said.getByText('Led the migration.')).toBeTruthy()
    expect(said.getByText(/1 Nov 2026/)).toBeTruthy()
    expect(screen.getByRole('listitem', { name: /^Expert, Self-assessment/ })).toBeTruthy()
  })

  it('is taken back by who said it, with a reason, and nobody else', async () => {
    const { posted, user } = open({
      found: [anAssessment(), anAssessment({ assessment_id: 'as-2', assessed_by: 'p-7', level: 1 })],
    })
    await user.click(await screen.findByRole('button', { name: /^Take back: Practitioner/ }))
    expect(screen.queryByRole('button', { name: /^Take back: Awareness/ })).toBeNull()
    const dialog = within(await screen.findByRole('dialog'))
    await user.type(dialog.getByLabelText(/Reason/), 'Mixed up.')
    await user.click(dialog.getByRole('button', { name: 'Take back' }))
    await waitFor(() => expect(posted()[0]?.body).toEqual({ reason: 'Mixed up.' }))
  })

  it('is said with skill, level and reason', async () => {
    const { posted, user } = open()
    await user.click(await screen.findByRole('button', { name: 'Assess Chloé Nguyen' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Save the assessment' }))
    for (const missing of ['Choose the skill.', 'Say how well.', 'Say why.'])
      expect(await dialog.findByText(missing)).toBeTruthy()
    await chooseSql(user)
    await user.click(dialog.getByRole('combobox', { name: /Level/ }))
    await user.click(await screen.findByRole('option', { name: /^Working/, hidden: true }))
    await user.type(dialog.getByLabelText(/Reason/), 'Seen at work.')
    await user.click(dialog.getByRole('button', { name: 'Save the assessment' }))
    await waitFor(() =>
      expect(posted()[0]?.body).toMatchObject({
        skill_id: 'sql',
        assessor_kind: 'manager',
        scale_id: 'proficiency',
        level: 2,
        reason: 'Seen at work.',
      }),
    )
  })

  it('shows at its field why it was not taken', async () => {
    const notAPeer = problemDocument(422, 'INVALID_FIELDS', 'Wrong.', [
      {
        pointer: '/assessor_kind',
        reason: 'NOT_A_COLLEAGUE',
        detail: 'Only who has the same manager is a peer.',
      },
    ])
    const { user } = open({ roles: ['employee'], found: null, give: () => notAPeer })
    expect(await screen.findByText(/is for the person, managers above/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Assess Chloé Nguyen' }))
    const dialog = within(await screen.findByRole('dialog'))
    await chooseSql(user)
    await user.click(dialog.getByRole('combobox', { name: /Scale/ }))
    await user.click(await screen.findByRole('option', { name: '1 to 100', hidden: true }))
    await user.type(dialog.getByLabelText(/Level/), '70')
    await user.type(dialog.getByLabelText(/Reason/), 'We work together.')
    await user.click(dialog.getByRole('button', { name: 'Save the assessment' }))
    expect(await dialog.findByText('Only who has the same manager is a peer.')).toBeTruthy()
  })

  it('needs no reason about oneself, and colleagues are sent an address', async () => {
    const { posted, user } = open({ selfId: 'p-1', roles: ['employee'] })
    expect(await screen.findByText('Nobody has said anything yet')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Copy the address for a colleague' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Assess myself' }))
    const dialog = within(await screen.findByRole('dialog'))
    await chooseSql(user)
    await user.click(dialog.getByRole('combobox', { name: /Level/ }))
    await user.click(await screen.findByRole('option', { name: /^Expert/, hidden: true }))
    await user.click(dialog.getByRole('button', { name: 'Save the assessment' }))
    await waitFor(() => expect(posted()[0]?.body).toMatchObject({ assessor_kind: 'self', reason: null }))
  })
})
