import { Fieldset, Group, NativeSelect, NumberInput, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { asIso, asOneUnit, type DurationUnit, durationUnits, formatDuration } from '@/words/durations'

interface Props {
  label: string
  /** The label is only for who cannot see that it is clear. */
  hideLabel?: boolean
  /** As ISO 8601 writes it; empty for none. */
  value: string
  onChange(value: string): void
}

const most = 9999

/** A length of time: a number and what it counts. */
export function DurationInput({ label, hideLabel = false, value, onChange }: Props) {
  const said = asOneUnit(value)
  const [usual, setUsual] = useState<DurationUnit>('D')
  const unit = said?.unit ?? usual
  // Months and days together cannot be said as a number of one unit.
  const mixed = value && !said ? formatDuration(value) : null
  return (
    <Fieldset
      variant="unstyled"
      legend={hideLabel ? <VisuallyHidden>{label}</VisuallyHidden> : label}
      m={0}
      p={0}
      styles={{
        legend: {
          padding: 0,
          marginBottom: hideLabel ? 0 : 2,
          fontSize: 'var(--mantine-font-size-sm)',
          fontWeight: 500,
        },
      }}
    >
      <Group gap={6} wrap="nowrap" align="flex-start">
        <NumberInput
          aria-label={`${label}: how many`}
          w={96}
          min={1}
          max={most}
          allowDecimal={false}
          allowNegative={false}
          placeholder={mixed ? '…' : '30'}
          {...(mixed ? { description: mixed } : {})}
          value={said?.count ?? ''}
          onChange={count => {
            setUsual(unit)
            onChange(typeof count === 'number' && count > 0 ? asIso({ count, unit }) : '')
          }}
        />
        <NativeSelect
          aria-label={`${label}: unit`}
          data={durationUnits}
          value={unit}
          onChange={event => {
            const chosen = event.currentTarget.value as DurationUnit
            setUsual(chosen)
            if (said) onChange(asIso({ count: said.count, unit: chosen }))
          }}
        />
      </Group>
    </Fieldset>
  )
}
