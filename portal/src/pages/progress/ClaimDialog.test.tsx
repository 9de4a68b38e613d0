import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { anAchievement } from '@/testing/examples'
import { problemDocument, type Seen, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { ClaimDialog } from './ClaimDialog'

const credential = { credential_id: 'google-ads-search', name: 'Google Ads Search Certification' }

/** Everything that is said about a field to who cannot see it. */
const descriptionOf = (field: HTMLElement) =>
  (field.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map(id => document.getElementById(id)?.textContent)
    .join(' ')

async function openDialog(answer: (seen: Seen) => { status?: number; body: unknown }) {
  const seen = stubGateway({ 'POST /api/v1/me/achievements': answer })
  const onClose = vi.fn()
  renderInPortal(<ClaimDialog credential={credential} onClose={onClose} />)
  const dialog = within(await screen.findByRole('dialog', { name: /Claim Google Ads/ }))
  return { dialog, seen, onClose, user: userEvent.setup() }
}

describe('the claim dialog', () => {
  it('sends the day and the evidence with a key that makes it safe to repeat', async () => {
    const { dialog, seen, onClose, user } = await openDialog(() => ({ status: 201, body: anAchievement() }))
    await user.type(dialog.getByLabelText(/Issue date/), '2026-11-01')
    await user.type(dialog.getByLabelText('Evidence link'), 'https://credentials.example/1')
    await user.click(dialog.getByRole('button', { name: 'Submit claim' }))
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(seen).toHaveLength(1)
    expect(seen[0]?.body).toEqual({
      credential_id: 'google-ads-search',
      issued_on: '2026-11-01',
      certificate: null,
      evidence: [{ url: 'https://credentials.example/1', description: null }],
    })
    expect(seen[0]?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
    expect(seen[0]?.headers.get('X-Cairn-CSRF')).toBe('csrf-1')
    expect(await screen.findByText('It waits for verification now.')).toBeTruthy()
  })

  it('uploads a file, shows what is known of it, and names it in the claim', async () => {
    const file = {
      file_id: 'f-1',
      name: 'badge.pdf',
      media_type: 'application/pdf',
      size: 3_500_000,
      sha256: 'ab'.repeat(32),
    }
    const seen = stubGateway({
      'POST /api/v1/evidence-files': () => ({ body: file }),
      'POST /api/v1/me/achievements': () => ({ status: 201, body: anAchievement() }),
    })
    const onClose = vi.fn()
    renderInPortal(<ClaimDialog credential={credential} onClose={onClose} />)
    const user = userEvent.setup()
    await screen.findByRole('dialog')
    await user.type(screen.getByLabelText(/Issue date/), '2026-11-01')
    const input = document.querySelector<HTMLInputElement>('input[type="file"]')
    await user.upload(input as HTMLInputElement, new File(['{}'], 'badge.pdf', { type: 'application/pdf' }))
    expect(await screen.findByText(/3\.3 MB, SHA-256 abab/)).toBeTruthy()
    expect(seen[0]?.query.get('name')).toBe('badge.pdf')
    expect(seen[0]?.headers.get('X-Cairn-CSRF')).toBe('csrf-1')
    await user.click(screen.getByRole('button', { name: 'Submit claim' }))
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(seen[1]?.body).toMatchObject({ evidence: [{ file_id: 'f-1' }] })
  })

  it('says what is wrong with a file, before it is sent and after', async () => {
    const seen = stubGateway({
      'POST /api/v1/evidence-files': () =>
        problemDocument(422, 'INVALID_FIELDS', 'One or more fields are wrong.', [
          { pointer: '', reason: 'ENCRYPTED_FILE', detail: 'The PDF is encrypted.' },
        ]),
    })
    renderInPortal(<ClaimDialog credential={credential} onClose={vi.fn()} />)
    const user = userEvent.setup()
    await screen.findByRole('dialog')
    const input = document.querySelector<HTMLInputElement>('input[type="file"]') as HTMLInputElement
    await user.upload(input, new File([], 'nothing.pdf', { type: 'application/pdf' }))
    expect((await screen.findByRole('alert')).textContent).toContain('nothing.pdf is empty.')
    expect(seen).toHaveLength(0)
    await user.upload(input, new File(['{}'], 'secret.pdf', { type: 'application/pdf' }))
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('The PDF is encrypted.'))
  })

  it('shows each refused field where it stands, and stays open', async () => {
    const { dialog, onClose, user } = await openDialog(() =>
      problemDocument(422, 'INVALID_FIELDS', 'One or more fields are wrong.', [
        { pointer: '/issued_on', reason: 'IN_FUTURE', detail: 'The issue date is in the future.' },
        { pointer: '/evidence/0/url', reason: 'NOT_HTTP', detail: 'The link is neither http nor https.' },
      ]),
    )
    await user.type(dialog.getByLabelText(/Issue date/), '2026-11-01')
    await user.click(dialog.getByRole('button', { name: 'Add another link' }))
    await user.type(dialog.getByLabelText('Evidence link 2'), 'ftp://x')
    await user.click(dialog.getByRole('button', { name: 'Submit claim' }))
    const day = await dialog.findByLabelText(/Issue date/, { selector: '[aria-invalid="true"]' })
    expect(descriptionOf(day)).toContain('The issue date is in the future.')
    // The first row is empty and was not sent: the refused link is the second one's.
    expect(dialog.getByLabelText('Evidence link 2').getAttribute('aria-invalid')).toBe('true')
    expect(dialog.getByLabelText('Evidence link').getAttribute('aria-invalid')).not.toBe('true')
    expect(onClose).not.toHaveBeenCalled()
  })

  it('says above the form what is no field’s fault', async () => {
    const { dialog, user } = await openDialog(() =>
      problemDocument(409, 'ALREADY_CLAIMED', 'You claim it with this date already.'),
    )
    await user.type(dialog.getByLabelText(/Issue date/), '2026-11-01')
    await user.click(dialog.getByRole('button', { name: 'Submit claim' }))
    expect((await dialog.findByRole('alert')).textContent).toContain('You claim it with this date already.')
  })

  it('asks for the day before it sends anything', async () => {
    const { dialog, seen, user } = await openDialog(() => ({ body: null }))
    await user.click(dialog.getByRole('button', { name: 'Submit claim' }))
    expect(await dialog.findByText('Give the day on the certificate.')).toBeTruthy()
    expect(seen).toHaveLength(0)
  })

  it('tries again by itself while the credential is on its way, with the same key', async () => {
    let calls = 0
    const { dialog, seen, onClose, user } = await openDialog(() => {
      calls += 1
      return calls === 1
        ? {
            ...problemDocument(409, 'CREDENTIAL_NOT_YET_KNOWN', 'Published a moment ago.'),
            headers: { 'Retry-After': '0' },
          }
        : { status: 201, body: anAchievement() }
    })
    await user.type(dialog.getByLabelText(/Issue date/), '2026-11-01')
    await user.click(dialog.getByRole('button', { name: 'Submit claim' }))
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(seen).toHaveLength(2)
    expect(seen[0]?.headers.get('Idempotency-Key')).toBe(seen[1]?.headers.get('Idempotency-Key'))
  })
})
