import { expect, test } from 'vitest'
import type { NotificationItem } from '@/api/reminders'
import { notificationSentence, parseDays, stepWords } from './reminders'

const item: NotificationItem = {
  subject: 'certification',
  step: 'before',
  days: 30,
  credential_id: 'pmp',
  enrolment_id: null,
  path_id: null,
  name: 'PMP',
  person_id: 'ann',
  person_name: null,
  ends_on: '2026-12-31',
  why: [],
  assigned_path_id: null,
  assigned_path_name: null,
}

test('a credential ends and a path is due', () => {
  expect(notificationSentence(item)).toBe('PMP ends on 31 Dec 2026.')
  expect(notificationSentence({ ...item, path_id: 'p', name: 'Safety' })).toBe(
    'Safety is due on 31 Dec 2026.',
  )
})

test('a manager reads who is late', () => {
  const late: NotificationItem = { ...item, step: 'escalated', days: 7, name: 'Safety', person_name: 'Bob' }
  expect(notificationSentence({ ...late, path_id: 'p' })).toBe(
    'Bob is late with Safety, which was due on 31 Dec 2026.',
  )
  expect(notificationSentence(late)).toBe('Safety of Bob ended on 31 Dec 2026 and was not renewed.')
})

test('steps are said with their days', () => {
  expect(stepWords('before', 30)).toBe('30 days before')
  expect(stepWords('before', 1)).toBe('The day before')
})

test('days are read from a list, and nothing else is', () => {
  expect(parseDays('90, 60 30;7')).toEqual([90, 60, 30, 7])
  expect(parseDays('')).toEqual([])
  expect(parseDays('soon')).toBeNull()
  expect(parseDays('0')).toBeNull()
  expect(parseDays('1.5')).toBeNull()
})
