import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { aPath } from '@/testing/examples'
import { stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { PersonPaths } from './PersonPaths'

describe('an exception from a path', () => {
  it('needs a last day and a reason, and is granted as said', async () => {
    const seen = stubGateway({
      'POST /api/v1/people/p-1/exceptions': () => ({ status: 201, body: {} }),
    })
    const user = userEvent.setup()
    renderInPortal(<PersonPaths personId="p-1" personName="Chloé Nguyen" paths={[aPath()]} mayGrant />)
    await user.click(
      await screen.findByRole('button', { name: 'Make an exception from Become a digital marketer' }),
    )
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('button', { name: 'Grant' }))
    expect(await within(dialog).findByText('Say why.')).toBeTruthy()
    expect(within(dialog).getByText('Say on which day it ends.')).toBeTruthy()
    await user.type(within(dialog).getByLabelText(/Last day/), '2027-03-31')
    await user.type(within(dialog).getByLabelText(/Reason/), 'Parental leave.')
    await user.click(within(dialog).getByRole('button', { name: 'Grant' }))
    await waitFor(() => expect(seen.filter(each => each.method === 'POST')).toHaveLength(1))
    expect(seen.find(each => each.method === 'POST')?.body).toEqual({
      kind: 'exemption',
      path_id: 'digital-marketing',
      step_id: null,
      happened_on: null,
      look_back_days: null,
      until_on: '2027-03-31',
      reason: 'Parental leave.',
    })
  })

  it('is offered to nobody who may not grant it', async () => {
    stubGateway({})
    renderInPortal(
      <PersonPaths personId="p-1" personName="Chloé Nguyen" paths={[aPath()]} mayGrant={false} />,
    )
    expect(await screen.findByRole('article', { name: 'Become a digital marketer' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Make an exception/ })).toBeNull()
  })
})
