import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Delegation } from '@/api/model'
import { stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { DelegationsPage } from './DelegationsPage'

const me = {
  tenant_id: 'brindlemark',
  roles: ['employee', 'manager'],
  leads_people: true,
  stands_in_for: ['p-7'],
  read_at: '2026-11-22T10:00:00Z',
  person: { person_id: 'p-9', given_name: 'Imani', position: {} },
}

const received: Delegation = {
  delegation_id: 'd-1',
  version: 1,
  manager_id: 'p-7',
  manager_name: 'Suharto',
  delegate_id: 'p-9',
  delegate_name: 'Imani Okafor',
  from_on: '2026-11-20',
  until_on: '2026-12-01',
  reason: 'Holidays.',
  handed_over_by: 'p-7',
  handed_over_at: '2026-11-19T10:00:00Z',
  withdrawal: null,
  status: 'active',
}

function openPage() {
  const seen = stubGateway({
    'GET /api/v1/me': () => ({ body: me }),
    'GET /api/v1/me/delegations': () => ({ body: { items: [received], next_cursor: null } }),
    'GET /api/v1/delegations/candidates': () => ({
      body: { items: [{ person_id: 'p-2', name: 'Ada Lind' }], next_cursor: null },
    }),
    'GET /api/v1/delegations/d-1/acts': () => ({
      body: {
        items: [
          {
            act_id: 'x',
            acted_by: 'p-9',
            on_behalf_of: 'p-7',
            subject: 'achievement',
            subject_id: 'a-1',
            happened: 'verified',
            people: [{ person_id: 'p-1', name: 'Chloé Nguyen' }],
            people_count: 1,
            acted_at: '2026-11-21T10:00:00Z',
          },
        ],
        next_cursor: null,
      },
    }),
    'POST /api/v1/delegations': () => ({ status: 201, body: received }),
    'POST /api/v1/delegations/d-1/withdrawal': () => ({ body: { ...received, status: 'withdrawn' } }),
  })
  renderInPortal(<DelegationsPage />)
  return { user: userEvent.setup(), sent: () => seen.filter(each => each.method === 'POST') }
}

describe('delegations', () => {
  it('show who handed a line over and what was done for them', async () => {
    const { user } = openPage()
    await user.click(await screen.findByRole('button', { name: 'What was done, From Suharto' }))
    expect(await screen.findByText(/achievement verified: Chloé Nguyen/)).toBeTruthy()
  })

  it('hand the own line over from day to day', async () => {
    const { user, sent } = openPage()
    await user.click(await screen.findByRole('button', { name: 'Hand my line over' }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Hand over' }))
    expect(await within(dialog).findByText('Choose somebody.')).toBeTruthy()
    await user.click(within(dialog).getByRole('combobox', { name: /To/ }))
    await user.click(await screen.findByRole('option', { name: 'Ada Lind' }))
    await user.type(within(dialog).getByLabelText(/Last day/), '2099-12-31')
    await user.type(within(dialog).getByLabelText(/Reason/), 'Holidays.')
    await user.click(within(dialog).getByRole('button', { name: 'Hand over' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]?.body).toMatchObject({ delegate_id: 'p-2', until_on: '2099-12-31', reason: 'Holidays.' })
  })

  it('are given back with a reason', async () => {
    const { user, sent } = openPage()
    await user.click(await screen.findByRole('button', { name: 'Give back the delegation, From Suharto' }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'End it' }))
    expect(await within(dialog).findByText('Say why.')).toBeTruthy()
    await user.type(within(dialog).getByLabelText(/Reason/), 'He is back.')
    await user.click(within(dialog).getByRole('button', { name: 'End it' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]?.body).toEqual({ reason: 'He is back.' })
  })
})
