import { describe, expect, it } from 'vitest'
import { anAchievement, aValidAchievement } from '@/testing/examples'
import { endingWithin, lastValidDay } from './expiry'

const today = '2026-11-22'
const names = (achievements: Parameters<typeof endingWithin>[0]) =>
  endingWithin(achievements, today, 90).map(ending => ending.credentialId)

describe('the last valid day', () => {
  it('is the end of the period that lasts the longest', () => {
    const achievement = aValidAchievement('2026-12-31')
    expect(lastValidDay(achievement)).toBe('2026-12-31')
    expect(
      lastValidDay({ periods: [...achievement.periods, ...aValidAchievement('2027-12-31').periods] }),
    ).toBe('2027-12-31')
  })

  it('is none for what never ends, and for what does not count', () => {
    expect(lastValidDay(aValidAchievement(null))).toBeNull()
    expect(lastValidDay(anAchievement())).toBeNull()
  })
})

describe('what has to be renewed within 90 days', () => {
  it('is what ends by then, the earliest first', () => {
    expect(
      names([
        aValidAchievement('2027-02-20', { credential_id: 'on-the-90th-day' }),
        aValidAchievement('2027-02-21', { credential_id: 'a-day-later' }),
        aValidAchievement('2026-11-22', { credential_id: 'today' }),
      ]),
    ).toEqual(['today', 'on-the-90th-day'])
  })

  it('leaves out what is held a second time for longer, or for ever', () => {
    const ending = aValidAchievement('2026-12-01')
    expect(names([ending, aValidAchievement('2027-12-01')])).toEqual([])
    expect(names([ending, aValidAchievement(null)])).toEqual([])
    expect(names([aValidAchievement(null), ending])).toEqual([])
  })

  it('leaves out what does not count now', () => {
    const over = aValidAchievement('2026-12-01', { standing: 'suspended', counts: false })
    expect(names([over, anAchievement()])).toEqual([])
  })

  it('has what its window for renewing is open for', () => {
    const due = aValidAchievement('2026-12-01', { standing: 'due_for_renewal', credential_id: 'due' })
    expect(names([due])).toEqual(['due'])
  })
})
