import { useQuery } from '@tanstack/react-query'
import type { StackAlternative } from '@/api/model'
import { allCredentialsQuery, stacksQuery } from '@/api/queries'

/** Names what a step of a path, or a member of a stack, is for. */
export function useGoalNames(): (goal: StackAlternative) => string {
  const credentials = useQuery(allCredentialsQuery())
  const stacks = useQuery(stacksQuery())
  return goal =>
    credentials.data?.find(item => item.credential_id === goal.credential_id)?.name ??
    stacks.data?.find(item => item.stack_id === goal.stack_id)?.name ??
    (credentials.isPending || stacks.isPending ? '…' : (goal.credential_id ?? goal.stack_id ?? ''))
}
