import { Text } from '@mantine/core'
import type { Allowance } from '@/api/model'

/** What an exception does to a path or a step, until when and why. */
export function AllowanceNote({ allowance }: { allowance: Allowance | null }) {
  if (!allowance) return null
  return (
    <Text size="sm" c="dimmed">
      {allowance.explanation}
    </Text>
  )
}
