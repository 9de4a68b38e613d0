import { Select } from '@mantine/core'

interface Props {
  label: string
  months: number
  choices: readonly number[]
  onChange(months: number): void
}

/** How many months a report looks back or ahead. */
export function MonthsSelect({ label, months, choices, onChange }: Props) {
  const offered = choices.includes(months) ? choices : [...choices, months].sort((a, b) => a - b)
  return (
    <Select
      label={label}
      allowDeselect={false}
      value={String(months)}
      onChange={value => onChange(Number(value ?? months))}
      data={offered.map(each => ({ value: String(each), label: each === 1 ? '1 month' : `${each} months` }))}
      w={{ base: '100%', xs: 150 }}
    />
  )
}
