import { Card, NumberInput, Radio, Stack, Textarea, TextInput, Title, VisuallyHidden } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import { MemberList } from './MemberFields'
import type { StackForm } from './stack-form'
import { useWays } from './use-ways'

interface Props {
  form: UseFormReturnType<StackForm>
  /** The stack that is edited; null for a new one. */
  ownId: string | null
}

const rules = [
  { value: 'all_of', label: 'All of them', description: 'Every member counts, in whatever order.' },
  { value: 'n_of', label: 'Some of them', description: 'So many of the members are enough.' },
  { value: 'ordered', label: 'All, in order', description: 'Every member, one after the other.' },
] as const

/** What a stack is called, how its members count, and which they are. */
export function StackFields({ form, ownId }: Props) {
  const ways = useWays(ownId)
  const [said, setSaid] = useState('')
  return (
    <>
      <Card>
        <Stack gap="md">
          <TextInput label="Name" withAsterisk maxLength={200} {...form.getInputProps('name')} />
          <Textarea
            label="Specialisation"
            description="What the stack deepens"
            autosize
            minRows={1}
            {...form.getInputProps('specialisation')}
          />
          <Radio.Group label="How the members count" {...form.getInputProps('rule')}>
            <Stack gap="xs" mt={6}>
              {rules.map(rule => (
                <Radio key={rule.value} {...rule} />
              ))}
            </Stack>
          </Radio.Group>
          {form.values.rule === 'n_of' ? (
            <NumberInput
              label="How many are needed"
              min={1}
              allowDecimal={false}
              w={180}
              {...form.getInputProps('required_count')}
            />
          ) : null}
        </Stack>
      </Card>
      <section aria-labelledby="members">
        <Title order={2} id="members" mb="sm">
          Members
        </Title>
        <MemberList form={form} ways={ways} onSay={setSaid} />
        <VisuallyHidden role="status">{said}</VisuallyHidden>
      </section>
    </>
  )
}
