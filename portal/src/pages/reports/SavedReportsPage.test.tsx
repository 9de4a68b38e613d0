import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { SavedReport } from '@/api/saved-reports'
import { problemDocument, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { SavedReportsPage } from './SavedReportsPage'
import { SaveReportDialog } from './SaveReportDialog'

function aSavedReport(given: Partial<SavedReport> = {}): SavedReport {
  return {
    saved_report_id: 's-1',
    version: 3,
    owner_subject: 'sofia',
    is_own: true,
    name: 'Gaps of sales',
    report: 'skill-gaps',
    query: { department_id: 'sales' },
    as_of_days: null,
    format: 'xlsx',
    is_shared: true,
    schedule: { weekdays: ['monday'], month_day: null, local_time: '07:00', time_zone: 'Europe/Berlin' },
    is_paused: false,
    pause: null,
    next_run_at: '2026-11-30T06:00:00Z',
    created_at: '2026-11-22T10:00:00Z',
    ...given,
  }
}

describe('saved reports', () => {
  it('say when they are made, and are paused with everything else as it was', async () => {
    const seen = stubGateway({
      'GET /api/v1/reports/saved': () => ({ body: { items: [aSavedReport()] } }),
      'PUT /api/v1/reports/saved/s-1': () => ({ body: aSavedReport({ is_paused: true }) }),
    })
    renderInPortal(<SavedReportsPage />)
    const card = within(await screen.findByRole('article', { name: 'Gaps of sales' }))
    expect(card.getByText(/On Monday at 07:00 \(Europe\/Berlin\), next/)).toBeTruthy()
    await userEvent.setup().click(card.getByRole('button', { name: 'Pause Gaps of sales' }))
    await waitFor(() => expect(seen.some(({ method }) => method === 'PUT')).toBe(true))
    const put = seen.find(({ method }) => method === 'PUT')
    expect(put?.headers.get('If-Match')).toBe('"3"')
    expect(put?.body).toMatchObject({ query: { department_id: 'sales' }, is_paused: true, is_shared: true })
  })

  it('say why a schedule stands still, and that others keep them', async () => {
    stubGateway({
      'GET /api/v1/reports/saved': () => ({
        body: {
          items: [
            aSavedReport({
              is_own: false,
              is_paused: true,
              next_run_at: null,
              pause: { reason: 'owner_left', problem: null, paused_at: '2026-11-22T10:00:00Z' },
            }),
          ],
        },
      }),
    })
    renderInPortal(<SavedReportsPage />)
    expect(await screen.findByText('Paused: its owner left')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^(Delete|Resume)/ })).toBeNull()
  })

  it('are kept with the filters of the page and a rhythm', async () => {
    const seen = stubGateway({
      'POST /api/v1/reports/saved': () => ({ status: 201, body: aSavedReport() }),
    })
    let closed = false
    renderInPortal(
      <SaveReportDialog
        report="pipeline"
        query={{ months: 6 }}
        onClose={() => {
          closed = true
        }}
      />,
    )
    const user = userEvent.setup()
    await user.click(await screen.findByRole('radio', { name: 'Monthly' }))
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(closed).toBe(true))
    expect(seen[0]?.body).toMatchObject({
      name: 'Promotion pipeline',
      query: { months: 6 },
      schedule: { month_day: 1, local_time: '07:00' },
    })
  })

  it('say at the field what is wrong', async () => {
    stubGateway({
      'POST /api/v1/reports/saved': () =>
        problemDocument(400, 'INVALID_ARGUMENT', 'Refused.', [
          { pointer: '/name', reason: 'TAKEN', detail: 'There is one with this name.' },
        ]),
    })
    renderInPortal(<SaveReportDialog report="readiness" query={{}} onClose={() => {}} />)
    await userEvent.setup().click(await screen.findByRole('button', { name: 'Save' }))
    expect(await screen.findByText('There is one with this name.')).toBeTruthy()
  })
})
