/** Months as people say them: "18 months", "3 years", "2 years 6 months". */
export function formatMonths(months: number): string {
  const years = Math.floor(months / 12)
  const rest = months % 12
  const said = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`
  if (months < 24 && rest) return said(months, 'month')
  return [years ? said(years, 'year') : '', rest ? said(rest, 'month') : ''].filter(Boolean).join(' ')
}
