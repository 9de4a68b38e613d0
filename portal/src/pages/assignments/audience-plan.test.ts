import { describe, expect, it } from 'vitest'
import { blankPlan, canBePlanned, dueRule, never, planDraft } from './audience-plan'

describe('a plan for an audience', () => {
  it('needs a path, somebody, and due dates that are said', () => {
    const plan = { ...blankPlan, path: 'p', roles: ['analyst'] }
    expect(canBePlanned(blankPlan)).toBe(false)
    expect(canBePlanned({ ...plan, roles: [] })).toBe(false)
    expect(canBePlanned({ ...plan, due: { ...never, way: 'hire' } })).toBe(false)
    expect(canBePlanned({ ...plan, due: { ...never, way: 'expiry', duration: 'P30D' } })).toBe(false)
    expect(canBePlanned(plan)).toBe(true)
  })

  it('says by when in one way only', () => {
    const said = { day: '2027-01-31', duration: 'P30D', credential: 'pmp' }
    expect(dueRule({ ...said, way: 'never' })).toBeNull()
    expect(dueRule({ ...said, way: 'day' })).toMatchObject({ due_on: '2027-01-31', duration: null })
    expect(dueRule({ ...said, way: 'hire' })).toMatchObject({
      anchor: 'hire',
      duration: 'P30D',
      due_on: null,
    })
    expect(dueRule({ ...said, way: 'expiry' })).toMatchObject({ before_expiry_of: 'pmp', anchor: null })
  })

  it('says nothing about later joiners unless it goes on for them', () => {
    const plan = {
      ...blankPlan,
      path: 'p',
      joiners: { ...never, way: 'day', day: '2027-01-31' } as const,
      withdraws: true,
    }
    expect(planDraft(plan).terms).toMatchObject({ due_for_joiners: null, on_leaving: 'keep' })
    expect(planDraft({ ...plan, standing: true }).terms).toMatchObject({
      due_for_joiners: { due_on: '2027-01-31' },
      on_leaving: 'withdraw',
    })
  })
})
