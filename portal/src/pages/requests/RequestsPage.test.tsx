import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { LearningRequest } from '@/api/model'
import { stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { AskButton } from './AskButton'
import { RequestsPage } from './RequestsPage'

const me = {
  tenant_id: 'brindlemark',
  roles: ['employee', 'manager'],
  leads_people: true,
  stands_in_for: [],
  read_at: '2026-11-22T10:00:00Z',
  person: { person_id: 'p-9', given_name: 'Imani', position: {} },
}

const proposed: LearningRequest = {
  request_id: 'r-1',
  version: 3,
  person_id: 'p-1',
  person_name: 'Chloé Nguyen',
  kind: 'path',
  path_id: 'digital-marketing',
  path_name: 'Become a digital marketer',
  credentials: [],
  amount: null,
  note: 'For my next role.',
  submitted_at: '2026-11-20T10:00:00Z',
  state: 'submitted',
  decision: null,
}

function openPage() {
  const own = { ...proposed, request_id: 'r-2', person_id: 'p-9', person_name: 'Imani Okafor' }
  const seen = stubGateway({
    'GET /api/v1/me': () => ({ body: me }),
    'GET /api/v1/requests': () => ({ body: { items: [proposed, own], next_cursor: null } }),
    'GET /api/v1/me/requests': () => ({ body: { items: [own], next_cursor: null } }),
    'POST /api/v1/requests/r-1/decision': () => ({ body: { ...proposed, state: 'approved' } }),
    'POST /api/v1/me/requests': () => ({ status: 201, body: proposed }),
  })
  return { seen, user: userEvent.setup(), sent: () => seen.filter(each => each.method === 'POST') }
}

describe('requests', () => {
  it('are decided on in the version that was seen, and nobody is offered their own', async () => {
    const { user, sent } = openPage()
    renderInPortal(<RequestsPage />)
    const approve = await screen.findByRole('button', { name: 'Approve Proposed path, Chloé Nguyen' })
    expect(screen.queryByRole('button', { name: 'Approve Proposed path, Imani Okafor' })).toBeNull()
    await user.click(approve)
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Approve' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]?.headers.get('If-Match')).toBe('"3"')
    expect(sent()[0]?.body).toEqual({ state: 'approved', reason: null, due_on: null })
  })

  it('are not refused without a reason', async () => {
    const { user, sent } = openPage()
    renderInPortal(<RequestsPage />)
    await user.click(await screen.findByRole('button', { name: 'Refuse Proposed path, Chloé Nguyen' }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Refuse' }))
    expect(await within(dialog).findByText('Say why you refuse it.')).toBeTruthy()
    expect(sent()).toEqual([])
  })

  it('ask for the cost of a credential with an exact amount', async () => {
    const { user, sent } = openPage()
    renderInPortal(
      <AskButton asked={{ kind: 'money', credentialId: 'pmp' }} name="PMP" label="Ask for money" />,
    )
    await user.click(await screen.findByRole('button', { name: 'Ask for money' }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Ask' }))
    expect(await within(dialog).findByText('Say how much.')).toBeTruthy()
    await user.type(within(dialog).getByLabelText(/Amount/), '405.50')
    await user.click(within(dialog).getByRole('button', { name: 'Ask' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]?.body).toEqual({
      kind: 'cost',
      path_id: null,
      credential_ids: ['pmp'],
      amount: { currency: 'EUR', minor_units: 40_550 },
      note: null,
    })
  })
})
