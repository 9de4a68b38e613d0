import { useForm } from '@mantine/form'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Ladder } from '@/api/model'
import { problemDocument, type Seen, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { LadderFields } from '../roles/LadderFields'
import { asForm, lacking, ladderForm } from '../roles/ladder-form'
import { ladders } from './kinds'
import { RevisionForm } from './RevisionForm'

const ladder: Ladder = {
  ladder_id: 'masons',
  version: 3,
  origin: 'tenant',
  lifecycle: { state: 'published' },
  name: 'Masons',
  kind: 'promotion',
  role_ids: ['apprentice', 'mason'],
}
const role = (id: string) => ({ role_id: id, version: 1, origin: 'tenant', name: id, requirements: [] })
const impact = (digest: string) => ({
  referrers: [],
  cycle: [],
  people: { holders: 0, claimants: 0, enrolled: 0, in_role: 2, aiming: 0 },
  digest,
})

function Editor({ read, onSaved, onReload }: { read: Ladder; onSaved(): void; onReload(): void }) {
  const form = useForm({ initialValues: asForm(read), validate: lacking })
  return (
    <RevisionForm kind={ladders} read={read} of={ladderForm(form)} onSaved={onSaved} onReload={onReload}>
      <LadderFields form={form} />
    </RevisionForm>
  )
}

/** Opens the editor; `answers` are what each attempt to save is answered with, in turn. */
async function open(answers: ReturnType<typeof problemDocument>[], read: Ladder = ladder) {
  let looks = 0
  const seen = stubGateway({
    'GET /api/v1/roles': () => ({
      body: { items: ['apprentice', 'mason', 'master'].map(role), next_cursor: null },
    }),
    'GET /api/v1/ladders/masons/impact': () => {
      looks += 1
      return { body: impact(`look-${looks}`) }
    },
    'PUT /api/v1/ladders/masons': () => answers.shift(),
  })
  const done = { onSaved: vi.fn(), onReload: vi.fn() }
  renderInPortal(<Editor read={read} {...done} />)
  await screen.findByRole('button', { name: 'Move mason up' })
  const saves = () => seen.filter(({ method }) => method === 'PUT')
  return { saves, user: userEvent.setup(), ...done }
}

const saved = (given: Partial<Ladder> = {}) => ({ status: 200, body: { ...ladder, version: 4, ...given } })
const impactOf = (save: Seen | undefined) => save?.headers.get('X-Cairn-Impact')

describe('a change of a published entry', () => {
  it('is saved with what it was shown to touch, from the version that was read', async () => {
    const { saves, user, onSaved } = await open([saved()])
    await user.click(screen.getByRole('button', { name: 'Move mason up' }))
    await user.click(screen.getByRole('button', { name: 'See what it touches' }))
    expect(await screen.findByText('2 people have this role.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Save the change' }))
    await waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
    expect(saves()).toHaveLength(1)
    expect(saves()[0]?.body).toMatchObject({ role_ids: ['mason', 'apprentice'], effective_on: null })
    expect(saves()[0]?.headers.get('If-Match')).toBe('"3"')
    expect(impactOf(saves()[0])).toBe('look-1')
  })

  it('shows what it touches anew when that has changed, and is saved with that', async () => {
    const { saves, user, onSaved } = await open([
      problemDocument(412, 'IMPACT_CHANGED', 'Another entry names it.'),
      saved(),
    ])
    await user.click(screen.getByRole('button', { name: 'See what it touches' }))
    await user.click(await screen.findByRole('button', { name: 'Save the change' }))
    expect(await screen.findByText('What it touches has changed')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Save the change' }))
    await waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
    expect(saves().map(impactOf)).toEqual(['look-1', 'look-2'])
  })

  it('can wait for a day, and a refused day is said at its field', async () => {
    const { saves, user, onSaved } = await open([
      problemDocument(422, 'INVALID_FIELDS', 'One field is wrong.', [
        { pointer: '/effective_on', reason: 'IN_PAST', detail: 'That day is over.' },
      ]),
    ])
    await user.click(screen.getByRole('button', { name: 'See what it touches' }))
    await user.type(await screen.findByLabelText('Takes effect on'), '2031-01-01')
    await user.click(await screen.findByRole('button', { name: 'Schedule the change' }))
    expect(await screen.findByText('That day is over.')).toBeTruthy()
    expect(saves()[0]?.body).toMatchObject({ effective_on: '2031-01-01' })
    expect(onSaved).not.toHaveBeenCalled()
  })

  it('is not saved over what somebody else wrote', async () => {
    const { user, onSaved, onReload } = await open([
      problemDocument(412, 'STALE_VERSION', 'Somebody changed it since it was read.'),
    ])
    await user.click(screen.getByRole('button', { name: 'See what it touches' }))
    await user.click(await screen.findByRole('button', { name: 'Save the change' }))
    expect(await screen.findByText('Somebody changed this ladder meanwhile')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Reload' }))
    expect(onReload).toHaveBeenCalledOnce()
    expect(onSaved).not.toHaveBeenCalled()
  })
})

describe('a change of a draft', () => {
  it('is saved at once, and put to use in the same step where that is wanted', async () => {
    const { saves, user, onSaved } = await open([saved()], { ...ladder, lifecycle: { state: 'draft' } })
    await user.click(screen.getByRole('button', { name: 'Save and publish' }))
    await waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
    expect(saves()[0]?.body).toMatchObject({ lifecycle: { state: 'published' } })
    expect(impactOf(saves()[0])).toBeNull()
  })
})
