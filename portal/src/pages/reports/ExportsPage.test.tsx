import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ReportExport } from '@/api/report-exports'
import { problemDocument, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { DownloadMenu } from './DownloadMenu'
import { ExportsPage } from './ExportsPage'

function aJob(given: Partial<ReportExport> = {}): ReportExport {
  return {
    export_id: 'e-1',
    version: 1,
    report: 'skill-gaps',
    format: 'csv',
    as_of: '2026-11-22T10:00:00Z',
    state: 'running',
    percent: 40,
    row_count: 400,
    problem_reason: null,
    problem: null,
    accepted_at: '2026-11-22T10:00:00Z',
    finished_at: null,
    expires_at: null,
    saved_report_id: null,
    webhook_endpoint_id: null,
    ...given,
  }
}

describe('files of reports', () => {
  it('say how far they have come, and are downloaded when they are ready', async () => {
    stubGateway({
      'GET /api/v1/report-exports': () => ({
        body: {
          items: [
            aJob(),
            aJob({ export_id: 'e/2', format: 'xlsx', state: 'done', expires_at: '2026-11-25T10:00:00Z' }),
            aJob({ export_id: 'e-3', report: 'readiness', state: 'failed', problem: 'Too many rows.' }),
          ],
        },
      }),
    })
    renderInPortal(<ExportsPage />)
    const running = within(await screen.findByRole('article', { name: 'Skill gaps, CSV' }))
    expect(running.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40')
    expect(running.queryByRole('link')).toBeNull()
    const link = screen.getByRole('link', { name: 'Download Skill gaps, Excel workbook' })
    expect(link.getAttribute('href')).toBe('/api/v1/report-exports/e%2F2/file')
    expect(screen.getByText(/400 rows/)).toBeTruthy()
    expect(screen.getByText('Too many rows.')).toBeTruthy()
  })

  it('are given once to whoever has the link', async () => {
    stubGateway({
      'GET /api/v1/report-exports': () => ({ body: { items: [aJob({ state: 'done' })] } }),
      'POST /api/v1/report-exports/e-1/links': () => ({
        body: { path: '/api/v1/report-downloads/s3cret', expires_at: '2026-11-22T10:05:00Z' },
      }),
    })
    renderInPortal(<ExportsPage />)
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'One-time link to Skill gaps, CSV' }))
    const link = await screen.findByLabelText('Gives the file once, without signing in')
    expect((link as HTMLInputElement).value).toMatch(/\/api\/v1\/report-downloads\/s3cret$/)
  })

  it('are cancelled while they are being made', async () => {
    let state: ReportExport['state'] = 'running'
    stubGateway({
      'GET /api/v1/report-exports': () => ({ body: { items: [aJob({ state })] } }),
      'DELETE /api/v1/report-exports/e-1': () => {
        state = 'cancelled'
        return { body: aJob({ state }) }
      },
    })
    renderInPortal(<ExportsPage />)
    await userEvent.setup().click(await screen.findByRole('button', { name: 'Cancel Skill gaps, CSV' }))
    expect(await screen.findByText('Cancelled')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Cancel/ })).toBeNull()
  })

  it('are none at first', async () => {
    stubGateway({ 'GET /api/v1/report-exports': () => ({ body: { items: [] } }) })
    renderInPortal(<ExportsPage />)
    expect(await screen.findByText('No file yet')).toBeTruthy()
  })

  it('are made of the report with its filter', async () => {
    const seen = stubGateway({
      'POST /api/v1/reports/readiness/exports': () => ({ status: 202, body: aJob({ report: 'readiness' }) }),
    })
    renderInPortal(<DownloadMenu report="readiness" filter={{ team_id: 'lead' }} />)
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Download' }))
    await user.click(await screen.findByRole('menuitem', { name: 'CSV, in the background' }))
    await waitFor(() => expect(seen).toHaveLength(1))
    expect(seen[0]?.query.get('team_id')).toBe('lead')
    expect(seen[0]?.query.get('format')).toBe('csv')
    expect(seen[0]?.headers.get('Idempotency-Key')).toBeTruthy()
  })

  it('say why they are not made', async () => {
    stubGateway({
      'POST /api/v1/reports/readiness/exports': () =>
        problemDocument(429, 'TOO_MANY', 'Wait for one to end.'),
    })
    renderInPortal(<DownloadMenu report="readiness" filter={{}} />)
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Download' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Parquet, in the background' }))
    expect(await screen.findByText('Wait for one to end.')).toBeTruthy()
  })
})
