import { Card, Select, Stack, Text, TextInput, Title, VisuallyHidden } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { rolesQuery } from '@/api/queries'
import { ArrangeButtons } from '@/ui/ArrangeButtons'
import { ladderKinds } from '@/words/requirements'
import type { LadderForm } from './ladder-form'
import { Rungs } from './Rungs'

/** What a ladder is called, what it is climbed for, and its rungs in the order that a person gives them. */
export function LadderFields({ form }: { form: UseFormReturnType<LadderForm> }) {
  const roles = useQuery(rolesQuery())
  const [said, setSaid] = useState('')
  const { role_ids } = form.values
  const free = (roles.data ?? []).filter(role => !role_ids.includes(role.role_id))
  return (
    <>
      <Card>
        <Stack gap="md">
          <TextInput label="Name" withAsterisk maxLength={200} {...form.getInputProps('name')} />
          <Select
            label="What it is climbed for"
            allowDeselect={false}
            data={ladderKinds.map(kind => ({ ...kind }))}
            w={{ base: '100%', xs: 260 }}
            {...form.getInputProps('kind')}
          />
        </Stack>
      </Card>
      <section aria-labelledby="rungs">
        <Title order={2} id="rungs" mb={4}>
          Rungs
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          From the first to the last.
        </Text>
        <Card>
          <Rungs
            roleIds={role_ids}
            tools={({ roleId, name, place }) => (
              <ArrangeButtons
                name={name}
                place={place}
                count={role_ids.length}
                list="rungs"
                onMove={to => form.reorderListItem('role_ids', { from: place, to })}
                onRemove={() =>
                  form.setFieldValue(
                    'role_ids',
                    role_ids.filter(other => other !== roleId),
                  )
                }
                onSay={setSaid}
              />
            )}
          />
          <Select
            mt="sm"
            label="Add a rung"
            placeholder="Choose a role"
            searchable
            limit={60}
            nothingFoundMessage="Nothing found"
            data={free.map(role => ({ value: role.role_id, label: role.name }))}
            value={null}
            error={form.errors.role_ids}
            onChange={(roleId, option) => {
              if (!roleId || !option) return
              form.setFieldValue('role_ids', [...role_ids, roleId])
              setSaid(`${option.label} is rung ${role_ids.length + 1} now.`)
            }}
          />
        </Card>
        <VisuallyHidden role="status">{said}</VisuallyHidden>
      </section>
    </>
  )
}
