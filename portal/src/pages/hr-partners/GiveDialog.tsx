import { Group, MultiSelect, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { giveResponsibility, hrResponsibilityKeys } from '@/api/hr-responsibilities'
import { newIdempotencyKey } from '@/api/idempotency'
import { departmentsQuery } from '@/api/queries'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { dayOf } from '@/words/dates'
import { PersonSelect } from '../people/PersonSelect'

/** Makes somebody responsible for departments, until it is taken back or to a last day. */
export function GiveDialog({ onClose }: { onClose(): void }) {
  const client = useQueryClient()
  const today = dayOf(new Date())
  const departments = useQuery(departmentsQuery())
  const [personId, setPersonId] = useState<string | null>(null)
  const [departmentIds, setDepartmentIds] = useState<string[]>([])
  const [fromOn, setFromOn] = useState(today)
  const [untilOn, setUntilOn] = useState('')
  const [tried, setTried] = useState(false)
  const missing = {
    person_id: personId ? null : 'Choose somebody.',
    department_ids: departmentIds.length ? null : 'Choose a department.',
    from_on: fromOn ? null : 'Say from when on.',
    until_on: null,
  }
  const give = useMutation({
    mutationFn: giveResponsibility,
    onSuccess: done => {
      void client.invalidateQueries({ queryKey: hrResponsibilityKeys })
      notifications.show({
        color: 'moss',
        title: 'Given',
        message: `${done.person_name} is responsible for these departments.`,
      })
      onClose()
    },
  })
  const errorOf = (field: keyof typeof missing) =>
    (tried ? missing[field] : null) ?? saidAt(give.error, field)
  return (
    <FormDialog
      title="Make somebody responsible"
      error={give.error}
      fields={Object.keys(missing)}
      action="Make responsible"
      busy={give.isPending}
      onSubmit={() => {
        setTried(true)
        if (personId && Object.values(missing).every(each => each === null)) {
          give.mutate({ idempotencyKey: newIdempotencyKey(), personId, departmentIds, fromOn, untilOn })
        }
      }}
      onClose={onClose}
    >
      <Text size="sm">
        It counts for accounts with the role hr-partner: they see and do for everybody in these departments,
        and those below, what HR may.
      </Text>
      <PersonSelect label="Who" personId={personId} error={errorOf('person_id')} onChange={setPersonId} />
      <MultiSelect
        label="Departments"
        placeholder="Search by name"
        searchable
        withAsterisk
        maxValues={50}
        data={(departments.data ?? []).map(each => ({ value: each.department_id, label: each.name }))}
        value={departmentIds}
        error={errorOf('department_ids')}
        onChange={setDepartmentIds}
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label="First day"
          withAsterisk
          min={today}
          value={fromOn}
          error={errorOf('from_on')}
          onChange={event => setFromOn(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="Last day"
          description="Empty: until it is taken back."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={fromOn}
          value={untilOn}
          error={errorOf('until_on')}
          onChange={event => setUntilOn(event.currentTarget.value)}
        />
      </Group>
    </FormDialog>
  )
}
