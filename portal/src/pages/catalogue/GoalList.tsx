import { Badge, Group, Stack, Text } from '@mantine/core'
import type { StackMember } from '@/api/model'
import { CredentialLink, StackLink } from './links'
import { useGoalNames } from './use-goal-names'

interface Props {
  goals: readonly (StackMember & { note?: string | null; step_id?: string })[]
  /** Whether their order counts. */
  ordered: boolean
}

/** Credentials and stacks, as steps of a path or members of a stack. */
export function GoalList({ goals, ordered }: Props) {
  const nameOf = useGoalNames()
  return (
    <Stack
      component={ordered ? 'ol' : 'ul'}
      gap={8}
      m={0}
      pl={ordered ? 22 : 0}
      style={ordered ? undefined : { listStyle: 'none' }}
    >
      {goals.map(goal => (
        <li key={goal.step_id ?? goal.credential_id ?? goal.stack_id}>
          <Group gap="xs">
            <Text size="sm" component="span" fw={540}>
              {goal.credential_id ? (
                <CredentialLink id={goal.credential_id}>{nameOf(goal)}</CredentialLink>
              ) : (
                <StackLink id={goal.stack_id ?? ''}>{nameOf(goal)}</StackLink>
              )}
            </Text>
            {goal.stack_id ? (
              <Badge size="sm" color="gray">
                Stack
              </Badge>
            ) : null}
          </Group>
          {goal.note ? (
            <Text size="sm" c="dimmed">
              {goal.note}
            </Text>
          ) : null}
        </li>
      ))}
    </Stack>
  )
}
