import type { Plan, PlanComparison, PlanStep } from '@/api/model'
import { formatMoney } from '@/words/money'

/** What each way to a goal is called. */
export const ways: Record<PlanComparison['way'], string> = {
  plan: 'This plan',
  bootcamp: 'A bootcamp',
  degree: 'A degree',
}

const ranks: Record<string, string> = {
  coverage: 'how much can be covered',
  unknown_costs: 'how few costs are unknown',
  cost: 'the cost',
  unknown_hours: 'how few hours are unknown',
  hours: 'the hours',
  steps: 'the number of steps',
}

/** "1 month", "3 months". */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What a plan costs in all, with what is unknown said beside it. */
export function planCost({ total_cost, unknown_cost_count }: Plan): string {
  const known = total_cost.minor_units === 0 && !unknown_cost_count ? 'Free' : formatMoney(total_cost)
  return unknown_cost_count ? `${known} + ${counted(unknown_cost_count, 'unknown cost')}` : known
}

/** How long a plan takes. */
export function planTime({ months, total_hours, unknown_hours_count }: Plan): string {
  const known = `${counted(months, 'month')} (${counted(total_hours, 'hour')})`
  return unknown_hours_count ? `${known} + ${counted(unknown_hours_count, 'step')} of unknown length` : known
}

/** What a step costs: once, by the month, both, nothing, or nobody knows. */
export function stepCost({ price, subscription_per_month }: PlanStep): string {
  const once = price?.minor_units ? formatMoney(price) : null
  const monthly = subscription_per_month ? `${formatMoney(subscription_per_month)} a month` : null
  if (!price && !monthly) return 'Cost unknown'
  return [once, monthly].filter(Boolean).join(' and ') || 'Free'
}

const payers: Record<NonNullable<Plan['shares'][number]['payer']>, string> = {
  employer: 'the employer',
  employee: 'the employee',
  shared: 'both',
}

/** Who usually pays how much of a plan, and for how much one can ask for aid; null where nobody has to pay or nobody said who. */
export function payingOf({ shares, aid_possible }: Plan): string | null {
  const said = shares.map(({ payer, amount }) =>
    payer ? `${payers[payer]} ${formatMoney(amount)}` : `${formatMoney(amount)} not said by whom`,
  )
  const aid = aid_possible.minor_units
    ? `For ${formatMoney(aid_possible)} of it one can ask for financial aid.`
    : ''
  if (!shares.some(({ payer }) => payer)) return aid || null
  return `Usually paid: ${said.join(', ')}. ${aid}`.trim()
}

/** How far the plan may be from the best one, where time ran out before that was proven; null where it is proven. */
export function gapOf({ proof, total_cost }: Plan): string | null {
  if (proof.optimal) return null
  const rank = proof.unproven_rank ?? ''
  const gap = Math.abs(proof.value - proof.bound)
  const size =
    rank === 'cost'
      ? formatMoney({ currency: total_cost.currency, minor_units: gap })
      : rank === 'hours'
        ? counted(gap, 'hour')
        : String(gap)
  return `Time ran out before it was proven that no plan is better in ${ranks[rank] ?? rank}; it is at most ${size} away from the best.`
}

/** What an alternative does otherwise than the best plan. */
export function differenceOf(best: Plan, other: Plan): string {
  const without = (one: Plan, two: Plan) => {
    const there = new Set(two.steps.map(step => step.credential_id))
    return one.steps.filter(step => !there.has(step.credential_id)).map(step => step.credential_name)
  }
  const instead = without(other, best)
  return `Without ${without(best, other).join(', ')}${instead.length ? `; with ${instead.join(', ')} instead` : ''}.`
}

/** The cost and time of a way in figures, where they are known. */
export function wayFigures({ cost, months }: PlanComparison): string | null {
  return (
    [cost ? formatMoney(cost) : null, months ? counted(months, 'month') : null].filter(Boolean).join(' · ') ||
    null
  )
}
