import { describe, expect, it } from 'vitest'
import { asIso, asOneUnit, formatDuration } from './durations'

describe('durations', () => {
  it.each([
    ['P30D', '30 days'],
    ['P1W', '1 week'],
    ['P1Y6M', '1 year, 6 months'],
    ['P0D', '0 days'],
    ['PT5M', 'PT5M'],
    ['soon', 'soon'],
  ])('%s is %s', (iso, words) => expect(formatDuration(iso)).toBe(words))

  it.each([
    ['P30D', { count: 30, unit: 'D' }],
    ['P1Y6M', { count: 18, unit: 'M' }],
    ['P2W3D', { count: 17, unit: 'D' }],
    ['P1M3D', null],
    ['', null],
  ])('%s in one unit', (iso, duration) => expect(asOneUnit(iso)).toEqual(duration))

  it('are written as they were read', () => expect(asIso({ count: 18, unit: 'M' })).toBe('P18M'))
})
