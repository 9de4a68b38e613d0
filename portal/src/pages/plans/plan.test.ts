import { describe, expect, it } from 'vitest'
import type { Plan, PlanStep } from '@/api/model'
import { addressOf, partsOf, readGoal, requirementsOf } from './goal-address'
import { lackingInPlan, planForm, planRequest } from './plan-form'
import { differenceOf, gapOf, payingOf, planCost, stepCost } from './plan-words'

const usd = (minor_units: number) => ({ currency: 'USD', minor_units })
const aStep = (id: string, given: Partial<PlanStep> = {}) =>
  ({
    credential_id: id,
    credential_name: id,
    price: usd(0),
    subscription_per_month: null,
    ...given,
  }) as PlanStep
const aPlan = (given: Partial<Plan> = {}) =>
  ({
    steps: [],
    total_cost: usd(0),
    unknown_cost_count: 0,
    shares: [],
    aid_possible: usd(0),
    proof: { optimal: true, unproven_rank: null, value: 0, bound: 0 },
    ...given,
  }) as Plan

describe('a goal in an address', () => {
  it('comes back as it was', () => {
    const address = addressOf([
      { skill: { skill_id: 'sql', level: 3 }, weight: null },
      { skill: { skill_id: 'excel', level: 2 }, weight: 40 },
      { credential_id: 'cpa', weight: null },
    ])
    expect(partsOf(readGoal(address))).toEqual([
      { skillId: 'sql', credentialId: null, level: 3, weight: null },
      { skillId: 'excel', credentialId: null, level: 2, weight: 40 },
      { skillId: null, credentialId: 'cpa', level: 2, weight: null },
    ])
  })

  it('keeps what the page understands, and nothing else', () => {
    expect(readGoal({ skills: ['sql:9', 'sql', 'x:2:400', 7], role: 3, other: 'x' })).toEqual({
      skills: ['x:2:400'],
    })
    expect(partsOf({ skills: ['x:2:400', 'y:2:0'] }).map(({ weight }) => weight)).toEqual([100, 1])
  })

  it('becomes requirements with an id each', () => {
    const requirements = requirementsOf(partsOf({ skills: ['sql:3'], credentials: ['cpa:20'] }))
    expect(requirements).toEqual([
      { requirement_id: 'wanted-1', weight: null, skill: { skill_id: 'sql', level: 3 } },
      { requirement_id: 'wanted-2', weight: 20, credential_id: 'cpa' },
    ])
  })
})

describe('the form of a plan', () => {
  const form = planForm({ skills: ['sql:3'] }, 'p-1')

  it('opens for the goal of the address, and for oneself', () => {
    expect([form.goal, form.person_id]).toEqual(['requirements', 'p-1'])
    expect(planForm({ role: 'r', person: 'p-2' }, 'p-1')).toMatchObject({
      goal: 'role',
      role_id: 'r',
      person_id: 'p-2',
    })
  })

  it('asks for one goal only, with money in minor units', () => {
    const asked = planRequest({ ...form, role_id: 'r', currency: 'JPY', budget: 500 })
    expect(asked).toMatchObject({ role_id: null, budget: { currency: 'JPY', minor_units: 500 } })
    expect(planRequest({ ...form, goal: 'role', role_id: 'r', budget: 49.5 })).toMatchObject({
      role_id: 'r',
      requirements: [],
      budget: { currency: 'USD', minor_units: 4950 },
    })
    expect('goal' in asked).toBe(false)
  })

  it('says what is lacking', () => {
    const wrong = {
      ...form,
      requirements: [],
      currency: 'x',
      weekly_hours: '',
      finish_by: '2026-01-01',
    } as const
    expect(Object.keys(lackingInPlan({ ...wrong, requirements: [] }, '2026-11-22')).sort()).toEqual([
      'currency',
      'finish_by',
      'requirements',
      'weekly_hours',
    ])
    expect(lackingInPlan(form, '2026-11-22')).toEqual({})
    expect(lackingInPlan({ ...form, goal: 'role', person_id: null }, '2026-11-22')).toHaveProperty('role_id')
  })
})

describe('a plan in words', () => {
  it('never says that unknown is free', () => {
    expect(planCost(aPlan())).toBe('Free')
    expect(planCost(aPlan({ unknown_cost_count: 2 }))).toBe('$0 + 2 unknown costs')
    expect(stepCost(aStep('a', { price: null }))).toBe('Cost unknown')
    expect(stepCost(aStep('a'))).toBe('Free')
    expect(stepCost(aStep('a', { price: usd(20000), subscription_per_month: usd(4900) }))).toBe(
      '$200 and $49 a month',
    )
  })

  it('says who usually pays, and that aid is not counted', () => {
    const shares = [
      { payer: 'employer' as const, amount: usd(50000) },
      { payer: null, amount: usd(1000) },
    ]
    expect(payingOf(aPlan({ shares }))).toBe('Usually paid: the employer $500, $10 not said by whom.')
    expect(payingOf(aPlan({ shares: [{ payer: null, amount: usd(1000) }] }))).toBeNull()
    expect(payingOf(aPlan({ aid_possible: usd(4900) }))).toBe('For $49 of it one can ask for financial aid.')
  })

  it('names the gap to the best where time ran out', () => {
    expect(gapOf(aPlan())).toBeNull()
    const proof = { optimal: false, unproven_rank: 'cost', value: 30000, bound: 25000 }
    expect(gapOf(aPlan({ proof, total_cost: usd(30000) }))).toContain('at most $50 away')
  })

  it('says what an alternative does otherwise', () => {
    const best = aPlan({ steps: [aStep('a'), aStep('b')] })
    expect(differenceOf(best, aPlan({ steps: [aStep('b'), aStep('c')] }))).toBe('Without a; with c instead.')
    expect(differenceOf(best, aPlan({ steps: [aStep('b')] }))).toBe('Without a.')
  })
})
