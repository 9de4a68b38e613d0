import { MultiSelect, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AudienceAttribute } from '@/api/audiences'
import { allCredentialsQuery, departmentsQuery, rolesQuery, teamsQuery } from '@/api/queries'
import { DurationInput } from '@/ui/DurationInput'

interface Props {
  attribute: AudienceAttribute
  values: string[]
  onChange(values: string[]): void
}

interface Option {
  value: string
  label: string
}

const byName = (options: Option[]) => options.sort((one, other) => one.label.localeCompare(other.label))

function useOptions(kind: AudienceAttribute['values']): Option[] {
  const roles = useQuery({ ...rolesQuery(), enabled: kind === 'role' })
  const departments = useQuery({ ...departmentsQuery(), enabled: kind === 'department' })
  const teams = useQuery({ ...teamsQuery(), enabled: kind === 'person' })
  const credentials = useQuery({ ...allCredentialsQuery(), enabled: kind === 'credential' })
  switch (kind) {
    case 'role':
      return byName((roles.data ?? []).map(each => ({ value: each.role_id, label: each.name })))
    case 'department':
      return byName((departments.data ?? []).map(each => ({ value: each.department_id, label: each.name })))
    case 'person':
      return byName((teams.data ?? []).map(each => ({ value: each.team_id, label: each.manager_name })))
    case 'credential':
      return byName((credentials.data ?? []).map(each => ({ value: each.credential_id, label: each.name })))
    default:
      return []
  }
}

/** What a condition compares with: chosen by name, written, or a day or duration. */
export function ValueFields({ attribute, values, onChange }: Props) {
  const options = useOptions(attribute.values)
  const label = `Values of ${attribute.label}`
  const one = (value: string) => onChange(value ? [value] : [])
  if (attribute.values === 'day') {
    return (
      <TextInput
        aria-label={label}
        type="date"
        value={values[0] ?? ''}
        onChange={event => one(event.currentTarget.value)}
      />
    )
  }
  if (attribute.values === 'duration') {
    return <DurationInput label={label} hideLabel value={values[0] ?? ''} onChange={one} />
  }
  if (attribute.values === 'text') {
    return (
      <TagsInput aria-label={label} placeholder="Type and press Enter" value={values} onChange={onChange} />
    )
  }
  return (
    <MultiSelect
      aria-label={label}
      placeholder={values.length ? undefined : 'Choose'}
      searchable
      data={options}
      value={values}
      onChange={onChange}
    />
  )
}
