/** How many digits stand behind the point in a currency; throws for what is no currency code. */
function digitsOf(currency: string): number {
  const probe = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  return probe.resolvedOptions().maximumFractionDigits ?? 2
}

/** An amount as people write it, such as 49.5, in minor units of the currency. */
export function minorUnits(amount: number, currency: string): number {
  return Math.round(amount * 10 ** digitsOf(currency))
}

/** An exact amount such as 4900 minor units of USD as "$49". */
export function formatMoney(price: { currency: string; minor_units: number }): string {
  try {
    const digits = digitsOf(price.currency)
    const amount = price.minor_units / 10 ** digits
    return new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency: price.currency,
      minimumFractionDigits: Number.isInteger(amount) ? 0 : digits,
    }).format(amount)
  } catch {
    return `${price.minor_units} ${price.currency}`
  }
}

/** What a credential costs whoever takes it. */
export function formatCost(
  cost:
    | { basis?: string | null; price?: { currency: string; minor_units: number } | null }
    | null
    | undefined,
): string {
  if (!cost) return 'Unknown'
  if (cost.basis === 'free') return 'Free'
  if (!cost.price) return 'Unknown'
  const price = formatMoney(cost.price)
  switch (cost.basis) {
    case 'monthly':
      return `${price} a month while learning`
    case 'exam_fee':
      return `${price} exam fee, preparation extra`
    case 'one_price':
      return `${price} once`
    default:
      return price
  }
}

const items: Record<string, string> = {
  price: 'Price',
  subscription: 'Subscription',
  exam: 'Exam',
  renewal: 'Renewals',
}

/** What a line of the account is paid for. */
export const costItemName = (item: string): string => items[item] ?? item

const payers: Record<string, string> = {
  employer: 'Employer',
  employee: 'Employee',
  shared: 'Shared',
}

/** Who usually pays; null is unknown. */
export const payerName = (payer: string | null | undefined): string =>
  payer ? (payers[payer] ?? payer) : 'Not said'
