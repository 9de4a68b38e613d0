import { queryOptions } from '@tanstack/react-query'
import {
  getMyCalendarFeed,
  getMyNotificationPreferences,
  getMyTimeline,
  getReminderSettings,
  listMyNotifications,
  listNotificationDeliveries,
  makeMyCalendarFeed,
  markNotificationsRead,
  type NewCalendarFeed,
  type NotificationPreferences,
  type NotificationPreferencesDraft,
  type ReminderSettings,
  type ReminderSettingsDraft,
  revokeMyCalendarFeed,
  setMyNotificationPreferences,
  setReminderSettings,
} from './generated'

export type {
  NewCalendarFeed,
  Notification,
  NotificationDelivery,
  NotificationItem,
  NotificationPreferences,
  NotificationPreferencesDraft,
  QuietHours,
  ReminderSettings,
  ReminderSettingsDraft,
  ReminderStep,
  TimelineEntry,
  TimelineReminder,
} from './generated'

export const reminderKeys = {
  notifications: ['notifications'],
  timeline: ['timeline'],
  preferences: ['notification-preferences'],
  feed: ['calendar-feed'],
  settings: ['reminder-settings'],
  deliveries: ['notification-deliveries'],
} as const

const pageSize = 100

/** What the signed-in person was told, the newest first. */
export const notificationsQuery = () =>
  queryOptions({
    queryKey: reminderKeys.notifications,
    queryFn: async ({ signal }) =>
      (await listMyNotifications({ query: { limit: pageSize }, signal, throwOnError: true })).data,
  })

/** What ends and is due for the signed-in person. */
export const timelineQuery = () =>
  queryOptions({
    queryKey: reminderKeys.timeline,
    queryFn: async ({ signal }) => (await getMyTimeline({ signal, throwOnError: true })).data,
  })

/** How the signed-in person wants to be told. */
export const preferencesQuery = () =>
  queryOptions({
    queryKey: reminderKeys.preferences,
    queryFn: async ({ signal }) => (await getMyNotificationPreferences({ signal, throwOnError: true })).data,
  })

/** Whether the signed-in person has a calendar feed. */
export const feedQuery = () =>
  queryOptions({
    queryKey: reminderKeys.feed,
    queryFn: async ({ signal }) => (await getMyCalendarFeed({ signal, throwOnError: true })).data,
  })

/** How the organization reminds. */
export const settingsQuery = () =>
  queryOptions({
    queryKey: reminderKeys.settings,
    queryFn: async ({ signal }) => (await getReminderSettings({ signal, throwOnError: true })).data,
  })

/** The newest mails that failed. */
export const failedDeliveriesQuery = () =>
  queryOptions({
    queryKey: reminderKeys.deliveries,
    queryFn: async ({ signal }) =>
      (
        await listNotificationDeliveries({
          query: { state: 'failed', limit: pageSize },
          signal,
          throwOnError: true,
        })
      ).data,
  })

/** A version that was read, as the header that a change of it has to send; 0 was never saved. */
const against = (version: number) =>
  version === 0 ? { 'If-None-Match': '*' } : { 'If-Match': `"${version}"` }

/** Marks notifications as read; null marks all. */
export async function markRead(notificationIds: string[] | null): Promise<void> {
  await markNotificationsRead({ body: { notification_ids: notificationIds }, throwOnError: true })
}

/** Saves how the signed-in person wants to be told. */
export async function savePreferences(change: {
  version: number
  draft: NotificationPreferencesDraft
}): Promise<NotificationPreferences> {
  const { data } = await setMyNotificationPreferences({
    body: change.draft,
    headers: against(change.version),
    throwOnError: true,
  })
  return data
}

/** Saves how the organization reminds. */
export async function saveSettings(change: {
  version: number
  draft: ReminderSettingsDraft
}): Promise<ReminderSettings> {
  const { data } = await setReminderSettings({
    body: change.draft,
    headers: against(change.version),
    throwOnError: true,
  })
  return data
}

/** Makes a calendar feed; one made before leads nowhere from then on. */
export async function makeFeed(): Promise<NewCalendarFeed> {
  return (await makeMyCalendarFeed({ throwOnError: true })).data
}

/** Takes the calendar feed back. */
export async function revokeFeed(): Promise<void> {
  await revokeMyCalendarFeed({ throwOnError: true })
}
