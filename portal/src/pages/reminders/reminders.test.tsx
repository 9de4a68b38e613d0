import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Notification } from '@/api/reminders'
import { problemDocument, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { NotificationsPage } from './NotificationsPage'
import { PreferencesPage } from './PreferencesPage'
import { RemindersPage } from './RemindersPage'
import { TimelinePage } from './TimelinePage'

const message: Notification = {
  notification_id: 'n-1',
  created_at: '2026-11-22T10:00:00Z',
  read_at: null,
  items: [
    {
      subject: 'certification',
      step: 'window_opens',
      days: null,
      credential_id: 'pmp',
      enrolment_id: null,
      path_id: null,
      name: 'PMP',
      person_id: 'p-1',
      person_name: null,
      ends_on: '2026-12-31',
      why: ['Three years after the exam.'],
      assigned_path_id: 'renew',
      assigned_path_name: 'Renew the PMP',
    },
  ],
}
const preferences = {
  version: 0,
  time_zone: null,
  own_quiet_hours: false,
  quiet_hours: null,
  digest_at: null,
  by_mail: true,
}
const settings = {
  version: 3,
  before_expiry_days: [90, 30],
  before_due_days: [7],
  escalate_after_days: 7,
  time_zone: 'UTC',
  quiet_hours: { begins: '20:00', ends: '07:00' },
}
const admin = {
  tenant_id: 'acme',
  roles: ['tenant-admin'],
  leads_people: false,
  person: null,
  post_nominals: [],
  read_at: '2026-11-22T10:00:00Z',
}
const noFailures = { items: [], next_cursor: null }

describe('notifications', () => {
  it('say what, until when and why, and are marked as read', async () => {
    let read = false
    const seen = stubGateway({
      'GET /api/v1/me/notifications': () => ({
        body: {
          items: [{ ...message, read_at: read ? '2026-11-22T11:00:00Z' : null }],
          next_cursor: null,
          unread_count: read ? 0 : 1,
        },
      }),
      'POST /api/v1/me/notifications/read': () => {
        read = true
        return { body: { unread_count: 0 } }
      },
    })
    renderInPortal(<NotificationsPage />)
    expect(await screen.findByText('PMP can be renewed now; it is valid until 31 Dec 2026.')).toBeTruthy()
    expect(screen.getByText('Three years after the exam.')).toBeTruthy()
    expect(screen.getByText('The path Renew the PMP was assigned to you for it.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Mark as read' }))
    await expect.poll(() => screen.queryByRole('button', { name: 'Mark as read' })).toBeNull()
    expect(seen.find(each => each.method === 'POST')?.body).toEqual({ notification_ids: ['n-1'] })
  })

  it('say so when there are none', async () => {
    stubGateway({
      'GET /api/v1/me/notifications': () => ({ body: { items: [], next_cursor: null, unread_count: 0 } }),
    })
    renderInPortal(<NotificationsPage />)
    expect(await screen.findByText('Nothing yet')).toBeTruthy()
  })
})

describe('the timeline', () => {
  it('says why a date is what it is, what was told, and makes a calendar address once', async () => {
    stubGateway({
      'GET /api/v1/me/timeline': () => ({
        body: {
          person_id: 'p-1',
          time_zone: 'UTC',
          as_of: '2026-11-22T10:00:00Z',
          entries: [
            {
              subject: 'certification',
              credential_id: 'pmp',
              enrolment_id: null,
              path_id: null,
              name: 'PMP',
              ends_on: '2026-12-22',
              window_opens_at: '2026-09-22T00:00:00Z',
              lapses_at: '2026-12-23T00:00:00Z',
              why: ['Three years after the exam.'],
              reminders: [
                {
                  step: 'before',
                  days: 30,
                  planned_at: '2026-11-22T07:00:00Z',
                  told_at: '2026-11-22T07:00:01Z',
                },
                { step: 'lapsed', days: null, planned_at: '2026-12-23T07:00:00Z', told_at: null },
              ],
            },
          ],
        },
      }),
      'GET /api/v1/me/calendar-feed': () => ({ body: { made_at: null } }),
      'POST /api/v1/me/calendar-feed': () => ({
        body: { path: '/api/v1/calendar/s3cret.ics', made_at: '2026-11-22T10:00:00Z' },
      }),
    })
    renderInPortal(<TimelinePage />)
    expect(await screen.findByText('Valid until 22 Dec 2026 (in 30 days)')).toBeTruthy()
    expect(screen.getByText('Why this date')).toBeTruthy()
    expect(screen.getByText(/30 days before: told on/)).toBeTruthy()
    expect(screen.getByText(/When it has lapsed: planned for/)).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: 'Make an address' }))
    const address = await screen.findByLabelText<HTMLInputElement>('Address of your calendar')
    expect(address.value).toBe(`${window.location.origin}/api/v1/calendar/s3cret.ics`)
  })
})

describe('the wishes', () => {
  it('are saved the first time as new', async () => {
    const seen = stubGateway({
      'GET /api/v1/me/notification-preferences': () => ({ body: preferences }),
      'PUT /api/v1/me/notification-preferences': () => ({
        status: 201,
        body: { ...preferences, version: 1, digest_at: '08:00' },
      }),
    })
    renderInPortal(<PreferencesPage />)
    await userEvent.click(await screen.findByRole('switch', { name: 'One message a day' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await expect
      .poll(() => seen.find(each => each.method === 'PUT')?.body)
      .toMatchObject({
        digest_at: '08:00',
        by_mail: true,
        own_quiet_hours: false,
      })
    expect(seen.find(each => each.method === 'PUT')?.headers.get('If-None-Match')).toBe('*')
  })
})

describe('the settings', () => {
  it('are saved against the version that was read', async () => {
    const seen = stubGateway({
      'GET /api/v1/me': () => ({ body: admin }),
      'GET /api/v1/reminder-settings': () => ({ body: settings }),
      'PUT /api/v1/reminder-settings': () => ({ body: { ...settings, version: 4 } }),
      'GET /api/v1/notification-deliveries': () => ({ body: noFailures }),
    })
    renderInPortal(<RemindersPage />)
    const days = await screen.findByLabelText('Days before a path is due')
    await userEvent.clear(days)
    await userEvent.type(days, '14, 3')
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }))
    await expect
      .poll(() => seen.find(each => each.method === 'PUT')?.body)
      .toMatchObject({
        before_due_days: [14, 3],
        before_expiry_days: [90, 30],
      })
    expect(seen.find(each => each.method === 'PUT')?.headers.get('If-Match')).toBe('"3"')
    expect(await screen.findByText('Saved')).toBeTruthy()
    expect(await screen.findByText('No mail has failed')).toBeTruthy()
  })

  it('are for reading only where somebody may not change them, and say why they are not there', async () => {
    stubGateway({
      'GET /api/v1/me': () => ({ body: { ...admin, roles: ['hr'] } }),
      'GET /api/v1/reminder-settings': () => ({ body: settings }),
      'GET /api/v1/notification-deliveries': () => problemDocument(403, 'ROLE_REQUIRED', 'You need a role.'),
    })
    renderInPortal(<RemindersPage />)
    expect((await screen.findByLabelText<HTMLInputElement>('Days before a path is due')).disabled).toBe(true)
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
    expect(await screen.findByText('You need a role.')).toBeTruthy()
  })
})
