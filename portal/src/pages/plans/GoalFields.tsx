import { SegmentedControl, Select, Stack, Switch } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { Self } from '@/api/model'
import { rolesQuery } from '@/api/queries'
import { assigns } from '@/app/navigation'
import { PersonSelect } from '../people/PersonSelect'
import type { PlanForm } from './plan-form'
import { WantedParts } from './WantedParts'

interface Props {
  form: UseFormReturnType<PlanForm>
  self: Self
}

/** What a plan is for, and for whom. */
export function GoalFields({ form, self }: Props) {
  const roles = useQuery(rolesQuery())
  const { goal, person_id, requirements } = form.values
  const own = self.person?.person_id ?? null
  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        aria-label="Kind of goal"
        data={[
          { value: 'role', label: 'A role' },
          { value: 'requirements', label: 'Skills' },
        ]}
        {...form.getInputProps('goal')}
      />
      {goal === 'role' ? (
        <Select
          label="Role"
          placeholder={person_id ? 'The role that the person aims at' : 'Choose a role'}
          searchable
          clearable
          limit={100}
          nothingFoundMessage={roles.isPending ? 'Loading…' : 'Nothing found'}
          data={(roles.data ?? []).map(role => ({ value: role.role_id, label: role.name }))}
          {...form.getInputProps('role_id')}
        />
      ) : (
        <WantedParts
          parts={requirements}
          error={form.errors.requirements}
          onChange={parts => form.setFieldValue('requirements', parts)}
        />
      )}
      {assigns(self) ? (
        <PersonSelect
          label="For whom"
          placeholder="Nobody in particular"
          personId={person_id}
          onChange={chosen => form.setFieldValue('person_id', chosen)}
        />
      ) : own ? (
        <Switch
          label="For me: what I hold already counts"
          checked={person_id === own}
          onChange={event => form.setFieldValue('person_id', event.currentTarget.checked ? own : null)}
        />
      ) : null}
    </Stack>
  )
}
