import { ActionIcon, Button, Card, Group, MultiSelect, Select, Stack, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { ArrangeButtons } from '@/ui/ArrangeButtons'
import { StackOutline } from './StackOutline'
import { newMember, type StackForm, takesEquivalents } from './stack-form'
import type { useWays } from './use-ways'

interface Props {
  form: UseFormReturnType<StackForm>
  ways: ReturnType<typeof useWays>
  onSay(what: string): void
}

function MemberFields({ form, ways, onSay, place }: Props & { place: number }) {
  const { members } = form.values
  const member = members[place]
  const [opened, setOpened] = useState(false)
  if (!member) return null
  const title = `Member ${place + 1}`
  const several = member.ways.length > 1
  const showsEquivalents = takesEquivalents(member) && (opened || member.equivalents.length > 0)
  return (
    <Card component="li" padding="md" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" mb={6}>
        <Text fw={600} size="sm">
          {several ? `${title}: one of` : title}
        </Text>
        <ArrangeButtons
          name={member.ways[0] ? ways.nameOf(member.ways[0]) : title}
          place={place}
          count={members.length}
          list="members"
          onMove={to => form.reorderListItem('members', { from: place, to })}
          onRemove={() => form.removeListItem('members', place)}
          onSay={onSay}
        />
      </Group>
      <Stack gap="sm">
        {member.ways.map((way, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the form names its rows by their place
          <Stack gap={6} key={index}>
            <Group gap={4} wrap="nowrap" align="flex-start">
              <Select
                flex={1}
                aria-label={several ? `${title}, way ${index + 1}` : `${title}: credential or stack`}
                placeholder="Choose a credential or a stack"
                // A refusal leads the focus here; its words stand where the options would open.
                openOnFocus={false}
                searchable
                limit={60}
                nothingFoundMessage="Nothing found"
                data={ways.groups}
                {...form.getInputProps(`members.${place}.ways.${index}`)}
              />
              {several ? (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={`Remove way ${index + 1} of ${title.toLowerCase()}`}
                  onClick={() => form.removeListItem(`members.${place}.ways`, index)}
                >
                  <IconX size={16} aria-hidden />
                </ActionIcon>
              ) : null}
            </Group>
            {way?.startsWith('stack:') ? <StackOutline stackId={way.slice('stack:'.length)} /> : null}
          </Stack>
        ))}
        {showsEquivalents ? (
          <MultiSelect
            label="Counts as it, too"
            description="Such as its predecessor"
            placeholder={member.equivalents.length ? '' : 'Nothing else'}
            searchable
            clearable
            limit={60}
            nothingFoundMessage="Nothing found"
            data={ways.credentials.filter(({ value }) => `credential:${value}` !== member.ways[0])}
            {...form.getInputProps(`members.${place}.equivalents`)}
          />
        ) : null}
        <Group gap="xs">
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={15} aria-hidden />}
            aria-label={`Or something else as ${title.toLowerCase()}`}
            onClick={() => form.insertListItem(`members.${place}.ways`, null)}
          >
            Or something else
          </Button>
          {takesEquivalents(member) && !showsEquivalents ? (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={15} aria-hidden />}
              aria-label={`An equivalent of ${title.toLowerCase()}`}
              onClick={() => setOpened(true)}
            >
              An equivalent
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Card>
  )
}

/** The members of a stack, each with the ways to fill its place. */
export function MemberList({ form, ways, onSay }: Props) {
  return (
    <Stack gap="sm">
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Members">
        {form.values.members.map((member, place) => (
          <MemberFields key={member.key} form={form} ways={ways} onSay={onSay} place={place} />
        ))}
      </Stack>
      {form.errors.members ? (
        <Text c="var(--mantine-color-error)" size="sm" role="alert">
          {form.errors.members}
        </Text>
      ) : null}
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={17} aria-hidden />}
        onClick={() => form.insertListItem('members', newMember())}
      >
        Add a member
      </Button>
    </Stack>
  )
}
