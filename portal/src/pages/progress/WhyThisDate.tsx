import { List, Text } from '@mantine/core'
import type { Achievement } from '@/api/model'
import { reasonsOf } from './reasons'

/** Why a credential counts from when until when, to be opened by who asks; nothing where nothing was decided. */
export function WhyThisDate({ achievement }: { achievement: Achievement }) {
  const reasons = reasonsOf(achievement)
  if (!reasons.length) return null
  return (
    <Text size="sm" component="details">
      <summary>Why this date?</summary>
      <List size="sm" mt={4}>
        {reasons.map(reason => (
          <List.Item key={reason}>{reason}</List.Item>
        ))}
      </List>
    </Text>
  )
}
