import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Achievement, Rubric } from '@/api/model'
import { anAchievement, aRubric } from '@/testing/examples'
import { problemDocument, type Seen, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { ReviewsPage } from './ReviewsPage'

const me = {
  tenant_id: 'brindlemark',
  roles: ['employee', 'manager'],
  leads_people: true,
  read_at: '2026-11-22T10:00:00Z',
  person: { person_id: 'p-9', given_name: 'Imani', position: {} },
}

const claims: Achievement[] = [
  anAchievement(),
  anAchievement({ achievement_id: 'a-2', person_id: 'p-9', person_name: 'Imani Okafor' }),
]

function openQueue(
  decide: (seen: Seen) => ReturnType<typeof problemDocument> = () => ({ body: claims[0] }),
  items: () => Achievement[] = () => claims,
  rubrics: Rubric[] = [],
) {
  const seen = stubGateway({
    'GET /api/v1/me': () => ({ body: me }),
    'GET /api/v1/achievements': () => ({ body: { items: items(), next_cursor: null } }),
    'GET /api/v1/rubrics': () => ({ body: { items: rubrics } }),
    'POST /api/v1/achievements/a-1/verification': decide,
  })
  renderInPortal(<ReviewsPage />)
  return {
    seen,
    decisions: () => seen.filter(request => request.method === 'POST').map(request => request.body),
    user: userEvent.setup(),
  }
}

const verify = { name: 'Verify Google Ads Search Certification, Chloé Nguyen' }
const fillRubric = { name: 'Fill the rubric of Google Ads Search Certification, Chloé Nguyen' }
const refuse = { name: 'Refuse Google Ads Search Certification, Chloé Nguyen' }

describe('the review queue', () => {
  it('asks for what waits, and shows evidence that opens apart', async () => {
    const { seen } = openQueue()
    const link = await screen.findAllByRole('link', { name: /The certificate/ })
    expect(link[0]?.getAttribute('href')).toBe('https://credentials.example/1')
    expect(link[0]?.getAttribute('rel')).toContain('noopener')
    expect(seen.find(request => request.path === '/api/v1/achievements')?.query.get('decision')).toBe(
      'claimed',
    )
  })

  it('never makes a link of what is not http', async () => {
    openQueue(undefined, () => [
      anAchievement({ evidence: [{ url: 'javascript:alert(1)', description: 'x' }] }),
    ])
    expect(await screen.findByText('No evidence')).toBeTruthy()
  })

  it('takes a claim and hands it back', async () => {
    let review: Achievement['review'] = null
    const taken = { reviewer_id: 'p-9', taken_at: '2026-11-22T10:00:00Z' }
    stubGateway({
      'GET /api/v1/me': () => ({ body: me }),
      'GET /api/v1/achievements': () => ({ body: { items: [anAchievement({ review })], next_cursor: null } }),
      'GET /api/v1/rubrics': () => ({ body: { items: [] } }),
      'POST /api/v1/achievements/a-1/review': () => {
        review = taken
        return { body: anAchievement({ review }) }
      },
      'DELETE /api/v1/achievements/a-1/review': () => {
        review = null
        return { body: anAchievement() }
      },
    })
    renderInPortal(<ReviewsPage />)
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: /^Take for review Google Ads/ }))
    expect(await screen.findByText(/You review it since/)).toBeTruthy()
    expect(screen.getByRole('button', verify)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: /^Hand back Google Ads/ }))
    expect(await screen.findByRole('button', { name: /^Take for review Google Ads/ })).toBeTruthy()
  })

  it('lets nobody decide on what somebody else reviews', async () => {
    const review = { reviewer_id: 'p-7', taken_at: '2026-11-22T10:00:00Z' }
    openQueue(undefined, () => [anAchievement({ review })])
    expect(await screen.findByText(/Somebody else reviews it since/)).toBeTruthy()
    expect(screen.queryByRole('button', verify)).toBeNull()
    expect(screen.queryByRole('button', refuse)).toBeNull()
    expect(screen.queryByRole('button', { name: /^(Take|Hand back)/ })).toBeNull()
  })

  it('verifies, and the claim leaves the queue', async () => {
    let decided = false
    const { decisions, user } = openQueue(
      () => {
        decided = true
        return { body: claims[0] }
      },
      () => (decided ? claims.slice(1) : claims),
    )
    await user.click(await screen.findByRole('button', verify))
    await waitFor(() => expect(screen.queryByRole('button', verify)).toBeNull())
    expect(decisions()).toEqual([{ decision: 'verified', reason: null, scores: [] }])
  })

  it('refuses with a reason only', async () => {
    const { decisions, user } = openQueue()
    await user.click(await screen.findByRole('button', refuse))
    const dialog = within(await screen.findByRole('dialog', { name: 'Refuse the claim' }))
    await user.click(dialog.getByRole('button', { name: 'Refuse' }))
    expect(await dialog.findByText('Say why.')).toBeTruthy()
    expect(decisions()).toEqual([])
    await user.type(dialog.getByLabelText(/Reason/), 'The link shows another name.')
    await user.click(dialog.getByRole('button', { name: 'Refuse' }))
    await waitFor(() =>
      expect(decisions()).toEqual([
        { decision: 'refused', reason: 'The link shows another name.', scores: [] },
      ]),
    )
  })

  it('verifies a capstone by its rubric only, each criterion scored', async () => {
    const { decisions, user } = openQueue(undefined, undefined, [aRubric()])
    await user.click(await screen.findByRole('button', fillRubric))
    expect(screen.queryByRole('button', verify)).toBeNull()
    const dialog = within(await screen.findByRole('dialog', { name: 'Fill the rubric' }))
    await user.click(dialog.getByLabelText('4 points: Weighs the sources'))
    await user.click(dialog.getByRole('button', { name: 'Verify' }))
    expect(await dialog.findByText('Say what it is worth.')).toBeTruthy()
    expect(decisions()).toEqual([])
    await user.click(dialog.getByLabelText('1 point'))
    await user.type(dialog.getByLabelText('Note on Style'), 'Reads well.')
    expect(dialog.getByText('5 points, 5 needed: it passes.')).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Verify' }))
    await waitFor(() =>
      expect(decisions()).toEqual([
        {
          decision: 'verified',
          reason: null,
          scores: [
            { criterion_id: 'depth', points: 4, note: null },
            { criterion_id: 'style', points: 1, note: 'Reads well.' },
          ],
        },
      ]),
    )
  })

  it('refuses a capstone that does not pass, with a reason and the rubric', async () => {
    const { decisions, user } = openQueue(undefined, undefined, [aRubric()])
    await user.click(await screen.findByRole('button', fillRubric))
    const dialog = within(await screen.findByRole('dialog', { name: 'Fill the rubric' }))
    await user.click(dialog.getByLabelText('0 points'))
    await user.click(dialog.getByLabelText('1 point'))
    await user.click(dialog.getByRole('button', { name: 'Refuse' }))
    expect(await dialog.findByText('Say why.')).toBeTruthy()
    await user.type(dialog.getByLabelText(/Reason/), 'No sources.')
    await user.click(dialog.getByRole('button', { name: 'Refuse' }))
    await waitFor(() =>
      expect(decisions()).toMatchObject([{ decision: 'refused', reason: 'No sources.', scores: [{}, {}] }]),
    )
  })

  it('leads a reviewer, who sees nothing else of people, to what was said of their skills', async () => {
    openQueue()
    const link = await screen.findByRole('link', { name: 'Chloé Nguyen' })
    expect(link.getAttribute('href')).toBe('/people/p-1')
    cleanup()
    stubGateway({
      'GET /api/v1/me': () => ({ body: { ...me, roles: ['reviewer'], leads_people: false } }),
      'GET /api/v1/achievements': () => ({ body: { items: claims, next_cursor: null } }),
      'GET /api/v1/rubrics': () => ({ body: { items: [] } }),
    })
    renderInPortal(<ReviewsPage />)
    const narrow = await screen.findByRole('link', { name: 'Chloé Nguyen' })
    expect(narrow.getAttribute('href')).toContain('/people/p-1/skills?name=Chlo')
  })

  it('lets nobody decide on an own claim', async () => {
    openQueue()
    expect(await screen.findByText('Somebody else decides on your own claim.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Verify .*Imani/ })).toBeNull()
  })

  it('says when somebody else was faster', async () => {
    const { user } = openQueue(() => problemDocument(409, 'ALREADY_DECIDED', 'It has been decided already.'))
    await user.click(await screen.findByRole('button', verify))
    expect((await screen.findByRole('alert')).textContent).toContain('It has been decided already.')
  })

  it('is empty when nothing waits', async () => {
    openQueue(undefined, () => [])
    expect(await screen.findByText('Nothing waits')).toBeTruthy()
  })

  it('leads back to the sign-in when it has ended', async () => {
    stubGateway({
      'GET /api/v1/me': () => ({ body: me }),
      'GET /api/v1/achievements': () => problemDocument(401, 'TOKEN_MISSING', 'Not signed in.'),
      'GET /api/v1/rubrics': () => problemDocument(401, 'TOKEN_MISSING', 'Not signed in.'),
    })
    const onSignedOut = vi.fn()
    renderInPortal(<ReviewsPage />, { onSignedOut })
    await waitFor(() => expect(onSignedOut).toHaveBeenCalled())
  })
})
