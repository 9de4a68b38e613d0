import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { StackProgress } from '@/api/model'
import { Empty } from '@/ui/Empty'
import { Ring } from '@/ui/Ring'
import { StateMark } from '@/ui/StateMark'
import { formatDay } from '@/words/dates'
import { CredentialLink, StackLink } from '../catalogue/links'
import { MemberNote } from './MemberNote'

function StackRing({ stack }: { stack: StackProgress }) {
  const waiting = stack.members.filter(member => member.state === 'waiting_for_verification').length
  return (
    <Card component="article" aria-label={stack.name} padding="md">
      <Group wrap="nowrap" align="flex-start" gap="md">
        <Ring
          done={stack.completed_members}
          needed={stack.required_members}
          waiting={waiting}
          counts="members complete"
        />
        <Stack gap={4} miw={0} flex={1}>
          <Title order={3}>
            <StackLink id={stack.stack_id}>{stack.name}</StackLink>
          </Title>
          {stack.specialisation ? (
            <Text size="sm" c="dimmed">
              {stack.specialisation}
            </Text>
          ) : null}
          {stack.last_valid_on ? (
            <Text size="xs" c="dimmed">
              Complete until <time dateTime={stack.last_valid_on}>{formatDay(stack.last_valid_on)}</time>
            </Text>
          ) : null}
        </Stack>
      </Group>
      <Stack component="ul" gap={8} mt="md" p={0} style={{ listStyle: 'none' }}>
        {stack.members.map(member => (
          <Group
            component="li"
            key={member.credential_id ?? member.stack_id}
            wrap="nowrap"
            gap="xs"
            align="flex-start"
          >
            <StateMark state={member.state} />
            <Text size="sm" component="span" miw={0}>
              {member.credential_id ? (
                <CredentialLink id={member.credential_id}>{member.name}</CredentialLink>
              ) : (
                <StackLink id={member.stack_id ?? ''}>{member.name}</StackLink>
              )}
              <MemberNote member={member} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  )
}

/** Each stack as a ring with its members. */
export function StackRings({ stacks }: { stacks: readonly StackProgress[] }) {
  if (!stacks.length) {
    return (
      <Card>
        <Empty title="No stack begun yet">
          A stack begins with the first of its credentials, or with a path that leads to it.
        </Empty>
      </Card>
    )
  }
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      {stacks.map(stack => (
        <StackRing key={stack.stack_id} stack={stack} />
      ))}
    </SimpleGrid>
  )
}
