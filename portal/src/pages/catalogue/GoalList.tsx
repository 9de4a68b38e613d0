import { Badge, Group, Stack, Text } from '@mantine/core'
import type { StackAlternative, StackMember } from '@/api/model'
import { CredentialLink, StackLink } from './links'
import { useGoalNames } from './use-goal-names'

type Goal = StackMember & { note?: string | null; step_id?: string }

interface Props {
  goals: readonly Goal[]
  /** Whether their order counts. */
  ordered: boolean
}

function GoalName({ goal }: { goal: StackAlternative }) {
  const nameOf = useGoalNames()
  if (goal.credential_id) return <CredentialLink id={goal.credential_id}>{nameOf(goal)}</CredentialLink>
  return (
    <Group gap={6} display="inline-flex" component="span">
      <StackLink id={goal.stack_id ?? ''}>{nameOf(goal)}</StackLink>
      <Badge size="sm" color="gray" component="span">
        Stack
      </Badge>
    </Group>
  )
}

function OneOf({ ways }: { ways: readonly StackAlternative[] }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        One of
      </Text>
      <Stack component="ul" gap={4} m={0} pl={18}>
        {ways.map(way => (
          <li key={way.credential_id ?? way.stack_id}>
            <Text size="sm" component="span" fw={540}>
              <GoalName goal={way} />
            </Text>
          </li>
        ))}
      </Stack>
    </>
  )
}

function Equivalents({ ids }: { ids: readonly string[] }) {
  return (
    <Text size="sm" c="dimmed">
      Or what counts as it:{' '}
      {ids.map((id, place) => (
        <span key={id}>
          {place ? ', ' : ''}
          <GoalName goal={{ credential_id: id }} />
        </span>
      ))}
    </Text>
  )
}

const keyOf = (goal: Goal): string =>
  goal.step_id ??
  goal.credential_id ??
  goal.stack_id ??
  (goal.one_of?.alternatives ?? []).map(way => way.credential_id ?? way.stack_id).join('/')

/** Credentials and stacks, as steps of a path or members of a stack. */
export function GoalList({ goals, ordered }: Props) {
  return (
    <Stack
      component={ordered ? 'ol' : 'ul'}
      gap={8}
      m={0}
      pl={ordered ? 22 : 0}
      style={ordered ? undefined : { listStyle: 'none' }}
    >
      {goals.map(goal => (
        <li key={keyOf(goal)}>
          {goal.one_of ? (
            <OneOf ways={goal.one_of.alternatives} />
          ) : (
            <Text size="sm" component="span" fw={540}>
              <GoalName goal={goal} />
            </Text>
          )}
          {goal.equivalent_credential_ids?.length ? (
            <Equivalents ids={goal.equivalent_credential_ids} />
          ) : null}
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
