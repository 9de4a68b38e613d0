import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { WebhookDelivery, WebhookEndpoint } from '@/api/webhooks'
import { problemDocument, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { WebhooksPage } from './WebhooksPage'

const url = 'https://hooks.example/cairn'

function anEndpoint(given: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    endpoint_id: 'w-1',
    version: 2,
    url,
    description: 'The warehouse',
    event_types: ['report_export.succeeded'],
    is_enabled: true,
    disabled_because: null,
    disabled_at: null,
    failing_since: null,
    old_secret_valid_until: null,
    created_at: '2026-11-22T10:00:00Z',
    changed_at: '2026-11-22T10:00:00Z',
    ...given,
  }
}

const failed: WebhookDelivery = {
  delivery_id: 'd-1',
  version: 3,
  endpoint_id: 'w-1',
  message_id: 'm-1',
  event_type: 'report_export.succeeded',
  state: 'failed',
  attempts: [
    { began_at: '2026-11-22T10:00:00Z', milliseconds: 12, status_code: 500, fault: 'refused' },
    { began_at: '2026-11-22T10:00:05Z', milliseconds: 15000, status_code: null, fault: 'timed_out' },
  ],
  next_attempt_at: null,
  created_at: '2026-11-22T10:00:00Z',
  settled_at: '2026-11-25T10:00:00Z',
}

describe('webhooks', () => {
  it('show the secret of a new endpoint once', async () => {
    const seen = stubGateway({
      'GET /api/v1/webhooks': () => ({ body: { items: [] } }),
      'POST /api/v1/webhooks': () => ({ status: 201, body: { endpoint: anEndpoint(), secret: 'whsec_abc' } }),
    })
    renderInPortal(<WebhooksPage />)
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Add an endpoint' }))
    await user.type(await screen.findByLabelText(/^URL/), 'hooks.example/cairn')
    await user.click(screen.getByRole('button', { name: 'Add' }))
    expect(await screen.findByText('whsec_abc')).toBeTruthy()
    expect(seen.find(({ method }) => method === 'POST')?.body).toMatchObject({
      url,
      event_types: ['report_export.succeeded', 'saved_report.ready'],
    })
    await user.click(screen.getByRole('button', { name: 'I have kept it' }))
    expect(screen.queryByText('whsec_abc')).toBeNull()
  })

  it('say at the URL why it is refused', async () => {
    stubGateway({
      'GET /api/v1/webhooks': () => ({ body: { items: [] } }),
      'POST /api/v1/webhooks': () =>
        problemDocument(422, 'INVALID_ARGUMENT', 'Refused.', [
          { pointer: '/url', reason: 'PRIVATE', detail: 'It is not on the public internet.' },
        ]),
    })
    renderInPortal(<WebhooksPage />)
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Add an endpoint' }))
    await user.click(await screen.findByRole('button', { name: 'Add' }))
    expect(await screen.findByText('It is not on the public internet.')).toBeTruthy()
  })

  it('tell what became of messages, and send one again', async () => {
    const seen = stubGateway({
      'GET /api/v1/webhooks': () => ({ body: { items: [anEndpoint()] } }),
      'GET /api/v1/webhooks/w-1/deliveries': () => ({ body: { items: [failed], next_cursor: null } }),
      'POST /api/v1/webhooks/w-1/deliveries/d-1/redelivery': () => ({ status: 202, body: failed }),
    })
    renderInPortal(<WebhooksPage />)
    const user = userEvent.setup()
    const card = within(await screen.findByRole('article', { name: url }))
    await user.click(card.getByRole('button', { name: `Messages for ${url}` }))
    expect(await card.findByText('Tried 2 times: no answer in time')).toBeTruthy()
    expect(card.getByText('Given up')).toBeTruthy()
    await user.click(card.getByRole('button', { name: /^Send again/ }))
    await waitFor(() => expect(seen.some(({ path }) => path.endsWith('/redelivery'))).toBe(true))
  })

  it('are disabled as they were, and say why Cairn disabled them', async () => {
    let endpoint = anEndpoint()
    const seen = stubGateway({
      'GET /api/v1/webhooks': () => ({ body: { items: [endpoint] } }),
      'PUT /api/v1/webhooks/w-1': () => {
        endpoint = anEndpoint({
          is_enabled: false,
          disabled_because: 'gone',
          disabled_at: '2026-11-22T10:00:00Z',
        })
        return { body: endpoint }
      },
    })
    renderInPortal(<WebhooksPage />)
    await userEvent.setup().click(await screen.findByRole('button', { name: `Disable ${url}` }))
    expect(await screen.findByText('Disabled: it answered that it is gone')).toBeTruthy()
    expect(screen.getByRole('alert').textContent).toMatch(
      /^Cairn disabled it on 22 Nov 2026.*It answered that it is gone \(410\)\. What waited was cancelled/,
    )
    const put = seen.find(({ method }) => method === 'PUT')
    expect(put?.headers.get('If-Match')).toBe('"2"')
    expect(put?.body).toMatchObject({ url, description: 'The warehouse', is_enabled: false })
  })
})
