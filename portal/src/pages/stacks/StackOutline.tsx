import { Box, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { stacksQuery } from '@/api/queries'
import { stackRule } from '@/words/states'
import { GoalList } from '../catalogue/GoalList'

/** What is within a stack that is a member of another one. */
export function StackOutline({ stackId }: { stackId: string }) {
  const stacks = useQuery(stacksQuery())
  const stack = stacks.data?.find(each => each.stack_id === stackId)
  if (!stack) return null
  const { rule, required_count, members } = stack
  return (
    <Box pl="md" style={{ borderLeft: '3px solid var(--cairn-line)' }}>
      <Text size="sm" c="dimmed" mb={4}>
        {stackRule(rule, required_count || members.length, members.length)} of this group
      </Text>
      <GoalList goals={members} ordered={rule === 'ordered'} />
    </Box>
  )
}
