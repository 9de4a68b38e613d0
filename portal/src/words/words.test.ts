import { describe, expect, it } from 'vitest'
import { etagOf } from '@/api/entry-version'
import {
  addDays,
  dayOf,
  daysBetween,
  formatDay,
  formatInstant,
  formatMonth,
  lastDayBefore,
  monthsBefore,
  relativeDay,
} from './dates'
import { peopleTouched } from './entries'
import { formatMonths } from './experience'
import { formatIntensity } from './intensity'
import { levelMeaning, levelName, levelsHeldAndAsked } from './levels'
import { formatCost, formatMoney } from './money'
import { personName } from './names'
import { bearing, formatPoints, qualityGrade, signalName } from './quality'
import { ladderKindName, requirementCounts } from './requirements'
import {
  isMet,
  kindName,
  pathState,
  readinessState,
  requirementState,
  roleChoiceName,
  stackRule,
  standing,
  stepState,
} from './states'
import { formatValidity } from './validity'

describe('days', () => {
  it('are calendar days that no time zone moves', () => {
    expect(formatDay('2026-03-09')).toBe('9 Mar 2026')
    expect(formatDay('soon')).toBe('soon')
    expect(formatInstant('never')).toBe('never')
    expect(dayOf(new Date('2026-03-09T23:59:59Z'))).toBe('2026-03-09')
  })

  it('are counted over the end of a month and of summer time', () => {
    expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3)
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(daysBetween('2026-03-02', '2026-02-27')).toBe(-3)
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  })

  it.each([
    ['2026-11-22', 'today'],
    ['2026-11-23', 'tomorrow'],
    ['2026-11-21', 'yesterday'],
    ['2026-12-02', 'in 10 days'],
    ['2026-11-12', '10 days ago'],
    ['2027-02-28', 'in 98 days'],
    ['2027-03-22', 'in 4 months'],
    ['2029-11-22', 'in 3 years'],
  ])('%s is %s on 22 November 2026', (day, words) => expect(relativeDay(day, '2026-11-22')).toBe(words))

  it.each([
    ['2026-11-22', 0, '2026-11', 'Nov 2026'],
    ['2026-03-31', 1, '2026-02', 'Feb 2026'],
    ['2026-01-01', 13, '2024-12', 'Dec 2024'],
  ])('%s less %i months lies in %s, written %s', (day, months, month, written) => {
    expect(monthsBefore(day, months)).toBe(month)
    expect(formatMonth(month)).toBe(written)
  })

  it('end the day before the first instant that no longer counts', () => {
    expect(lastDayBefore('2027-01-01T00:00:00Z')).toBe('2026-12-31')
    expect(lastDayBefore('2027-01-01T12:00:00Z')).toBe('2027-01-01')
  })
})

describe('levels', () => {
  it('have names and meanings', () => {
    expect([0, 1, 2, 3, 4].map(levelName)).toEqual(['None', 'Awareness', 'Working', 'Practitioner', 'Expert'])
    expect(levelName(9)).toBe('Level 9')
    expect(levelMeaning(4)).toBe('Sets how it is done')
  })

  it('are told as held and asked for', () => {
    expect(levelsHeldAndAsked(0, 2)).toBe('Needs Working')
    expect(levelsHeldAndAsked(1, 2)).toBe('Has Awareness, needs Working')
    expect(levelsHeldAndAsked(3, 3)).toBe('Has Practitioner')
    expect(levelsHeldAndAsked(4, 3)).toBe('Has Expert, Practitioner is asked for')
  })
})

describe('money and cost', () => {
  it('is exact, in the currency’s minor unit', () => {
    expect(formatMoney({ currency: 'USD', minor_units: 4900 })).toBe('$49')
    expect(formatMoney({ currency: 'USD', minor_units: 4950 })).toBe('$49.50')
    expect(formatMoney({ currency: 'JPY', minor_units: 4900 })).toBe('¥4,900')
    expect(formatMoney({ currency: '?', minor_units: 1 })).toBe('1 ?')
  })

  it('says how the price is to be understood', () => {
    const price = { currency: 'USD', minor_units: 4900 }
    expect(formatCost(null)).toBe('Unknown')
    expect(formatCost({ basis: 'free' })).toBe('Free')
    expect(formatCost({ basis: 'monthly', price })).toBe('$49 a month while learning')
    expect(formatCost({ basis: 'exam_fee', price })).toBe('$49 exam fee, preparation extra')
    expect(formatCost({ basis: 'one_price', price })).toBe('$49 once')
    expect(formatCost({ basis: null, price: null })).toBe('Unknown')
  })
})

describe('quality', () => {
  it('has a grade in words, and real signs before its points', () => {
    expect(qualityGrade('strong')).toMatchObject({ label: 'Strong', color: 'moss' })
    expect(qualityGrade('brand_new').label).toBe('brand_new')
    expect([2, 0, -1].map(formatPoints)).toEqual(['+2', '0', '−1'])
    expect(signalName('hands_on_project')).toBe('Hands-on project')
  })

  it('takes what is unknown neither for nor against a credential', () => {
    expect(bearing({ is_known: false, points: 0 })).toBe('unknown')
    expect(bearing({ is_known: true, points: 0 })).toBe('neither')
    expect(bearing({ is_known: true, points: 1 })).toBe('for')
    expect(bearing({ is_known: true, points: -2 })).toBe('against')
  })
})

describe('what a role asks for', () => {
  it('is counted by must-haves and what helps', () => {
    expect(requirementCounts([{ weight: null }, {}, { weight: 20 }])).toBe('2 must-haves, 1 that helps')
    expect(requirementCounts([{ weight: 1 }, { weight: 2 }])).toBe('2 that help')
    expect(ladderKindName(null)).toBe('Promotion')
    expect(ladderKindName('career_change')).toBe('Change of career')
  })

  it.each([
    [1, '1 month'],
    [12, '1 year'],
    [18, '18 months'],
    [24, '2 years'],
    [30, '2 years 6 months'],
  ])('%s months of experience are %s', (months, words) => expect(formatMonths(months)).toBe(words))
})

describe('a change of an entry', () => {
  it('touches people, each said in one phrase, and nobody in none', () => {
    const nobody = { holders: 0, claimants: 0, enrolled: 0, in_role: 0, aiming: 0 }
    expect(peopleTouched(nobody)).toEqual([])
    expect(peopleTouched({ ...nobody, holders: 1, aiming: 3 })).toEqual([
      '1 person holds it',
      '3 people aim at it',
    ])
  })

  it('starts from the version that was read, and not from the public one', () => {
    expect(etagOf({ version: 3, origin: 'tenant' })).toBe('"3"')
    expect(etagOf({ version: 3, origin: 'public' })).toBe('"public-3"')
  })
})

describe('a bootcamp', () => {
  it('is as dense as is known', () => {
    expect(formatIntensity({ load: 'full_time', weeks: 12, hours_per_week: 40 })).toBe(
      'Instead of a job, 12 weeks, 40 hours a week',
    )
    expect(formatIntensity({ weeks: 1 })).toBe('1 week')
    expect(formatIntensity(null)).toBe('')
  })
})

describe('validity', () => {
  it.each([
    [null, 'Never ends'],
    ['P3Y', '3 years'],
    ['P1Y', '1 year'],
    ['P1Y6M', '1 year, 6 months'],
    ['odd', 'odd'],
  ])('%s is %s', (duration, words) => expect(formatValidity(duration)).toBe(words))
})

describe('states', () => {
  it('have a word each', () => {
    expect(stepState('waiting_for_verification')).toEqual({
      label: 'Waiting for verification',
      color: 'lichen',
    })
    expect(standing('active').label).toBe('Valid')
    expect(readinessState('nearly').label).toBe('Nearly ready')
    expect(requirementState('blocked').color).toBe('clay')
    expect(stepState('brand_new').label).toBe('brand new')
  })

  it('of requirements count as met for now, too', () => {
    expect(['met', 'met_until', 'short', 'missing', 'blocked'].filter(isMet)).toEqual(['met', 'met_until'])
  })

  it('of a path: complete before overdue before begun', () => {
    const path = { completed: false, overdue: false, completed_steps: 0, steps: [{ state: 'not_started' }] }
    expect(pathState(path).label).toBe('Not started')
    expect(pathState({ ...path, steps: [{ state: 'in_progress' }] }).label).toBe('In progress')
    expect(pathState({ ...path, overdue: true }).label).toBe('Overdue')
    expect(pathState({ ...path, completed: true }).label).toBe('Complete')
    expect(pathState({ ...path, exemption: {} }).label).toBe('Exempt')
    expect(pathState({ ...path, exemption: {}, completed: true }).label).toBe('Complete')
  })
})

describe('names', () => {
  it('are spoken', () => {
    expect(personName({ given_name: 'Chloé', family_name: 'Nguyen' })).toBe('Chloé Nguyen')
    expect(personName({ given_name: 'Suharto', family_name: null })).toBe('Suharto')
    expect(kindName('licence')).toBe('Licence')
    expect(roleChoiceName('next')).toBe('Next rung of the ladder')
    expect(stackRule('n_of', 2, 5)).toBe('Any 2 of 5')
    expect(stackRule('ordered', 3, 3)).toBe('All 3, in order')
    expect(stackRule('all_of', 3, 3)).toBe('All 3')
  })
})
