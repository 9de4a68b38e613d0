import { describe, expect, it } from 'vitest'
import { anAchievement, aPath } from '@/testing/examples'
import { summary } from './summary'

const now = new Date('2026-11-22T09:00:00Z')
const nothing = {
  person_id: 'p-1',
  paths: [],
  stacks: [],
  achievements: [],
  post_nominals: [],
  as_of: now.toISOString(),
}

describe('where somebody stands, in one line', () => {
  it('says what is under way, overdue, due next and waiting', () => {
    const paths = [aPath(), aPath({ overdue: true }), aPath({ completed: true })]
    expect(summary({ ...nothing, paths, achievements: [anAchievement()] }, now)).toBe(
      '2 paths under way · 1 overdue · next due 31 Jan 2027, in 70 days · 1 claim waits for verification',
    )
  })

  it('says when nothing is', () => {
    expect(summary({ ...nothing, paths: [aPath({ completed: true })] }, now)).toBe('No path under way')
  })
})
