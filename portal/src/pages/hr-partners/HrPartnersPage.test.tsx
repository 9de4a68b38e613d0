import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { HrResponsibility } from '@/api/model'
import { stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { HrPartnersPage } from './HrPartnersPage'

const given: HrResponsibility = {
  responsibility_id: 'r-1',
  version: 1,
  person_id: 'p-7',
  person_name: 'Matteo Galvani',
  department_ids: ['engineering', 'quality'],
  from_on: '2026-11-20',
  until_on: null,
  given_by: 'p-1',
  given_at: '2026-11-19T10:00:00Z',
  withdrawal: null,
  status: 'active',
}
const person = { person_id: 'p-2', given_name: 'Ada', family_name: 'Lind', position: {} }

function openPage() {
  const seen = stubGateway({
    'GET /api/v1/hr-responsibilities': () => ({ body: { items: [given], next_cursor: null } }),
    'GET /api/v1/departments': () => ({
      body: {
        items: [
          { department_id: 'engineering', name: 'Engineering' },
          { department_id: 'quality', name: 'Quality' },
        ],
        next_cursor: null,
      },
    }),
    'GET /api/v1/people': () => ({ body: { items: [person], next_cursor: null } }),
    'GET /api/v1/people/p-2': () => ({ body: person }),
    'POST /api/v1/hr-responsibilities': () => ({ status: 201, body: given }),
    'POST /api/v1/hr-responsibilities/r-1/withdrawal': () => ({ body: { ...given, status: 'withdrawn' } }),
  })
  renderInPortal(<HrPartnersPage />)
  return { user: userEvent.setup(), sent: () => seen.filter(each => each.method === 'POST') }
}

describe('HR partners', () => {
  it('are shown with their departments, and end with a reason', async () => {
    const { user, sent } = openPage()
    const takeBack = { name: 'Take back from Matteo Galvani, Engineering, Quality' }
    await user.click(await screen.findByRole('button', takeBack))
    const dialog = await screen.findByRole('dialog')
    await user.type(within(dialog).getByLabelText(/Reason/), 'He moves.')
    await user.click(within(dialog).getByRole('button', { name: 'Take it back' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]?.body).toEqual({ reason: 'He moves.' })
  })

  it('are made responsible for departments, without an end unless one is said', async () => {
    const { user, sent } = openPage()
    await user.click(await screen.findByRole('button', { name: 'Make somebody responsible' }))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Make responsible' }))
    expect(await within(dialog).findByText('Choose somebody.')).toBeTruthy()
    await user.click(within(dialog).getByRole('combobox', { name: /Who/ }))
    await user.click(await screen.findByRole('option', { name: 'Ada Lind' }))
    await user.click(within(dialog).getByRole('combobox', { name: /Departments/ }))
    await user.click(await screen.findByRole('option', { name: 'Quality' }))
    await user.click(within(dialog).getByRole('button', { name: 'Make responsible' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]?.body).toMatchObject({ person_id: 'p-2', department_ids: ['quality'], until_on: null })
  })
})
