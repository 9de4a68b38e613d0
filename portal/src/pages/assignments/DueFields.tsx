import { Group, NativeSelect, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { allCredentialsQuery } from '@/api/queries'
import { DurationInput } from '@/ui/DurationInput'
import { type DueForm, dueWays } from './audience-plan'

interface Props {
  label: string
  due: DueForm
  onChange(due: DueForm): void
}

/** By when: never, on a day, so long after something, or so long before an expiry. */
export function DueFields({ label, due, onChange }: Props) {
  const credentials = useQuery({ ...allCredentialsQuery(), enabled: due.way === 'expiry' })
  const isAfter = due.way === 'assignment' || due.way === 'hire' || due.way === 'position_start'
  return (
    <Group align="flex-end" gap="xs">
      <NativeSelect
        label={label}
        value={due.way}
        data={Object.entries(dueWays).map(([value, words]) => ({ value, label: words }))}
        onChange={event => onChange({ ...due, way: event.currentTarget.value as DueForm['way'] })}
      />
      {due.way === 'day' ? (
        <TextInput
          label="Day"
          type="date"
          value={due.day}
          onChange={event => onChange({ ...due, day: event.currentTarget.value })}
        />
      ) : null}
      {isAfter || due.way === 'expiry' ? (
        <DurationInput
          label="How long"
          value={due.duration}
          onChange={duration => onChange({ ...due, duration })}
        />
      ) : null}
      {due.way === 'expiry' ? (
        <Select
          label="Credential"
          searchable
          data={(credentials.data ?? []).map(each => ({ value: each.credential_id, label: each.name }))}
          value={due.credential}
          onChange={credential => onChange({ ...due, credential })}
        />
      ) : null}
    </Group>
  )
}
