import { Group, TextInput } from '@mantine/core'
import type { QuietHours } from '@/api/reminders'

interface Props {
  value: QuietHours
  disabled?: boolean
  onChange: (value: QuietHours) => void
}

/** From when to when nobody is told. */
export function QuietHoursFields({ value, disabled = false, onChange }: Props) {
  return (
    <Group>
      <TextInput
        type="time"
        label="Quiet from"
        disabled={disabled}
        required
        value={value.begins}
        onChange={event => onChange({ ...value, begins: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label="Quiet until"
        disabled={disabled}
        required
        value={value.ends}
        onChange={event => onChange({ ...value, ends: event.currentTarget.value })}
      />
    </Group>
  )
}
