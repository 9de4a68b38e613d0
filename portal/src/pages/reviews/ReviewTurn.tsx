import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { handBackClaim, takeClaim } from '@/api/commands'
import type { Achievement } from '@/api/model'
import { keys } from '@/api/queries'
import { formatInstant } from '@/words/dates'
import { titleOf } from './claim-words'

/** Taking a claim and handing it back: while somebody has it, nobody else decides. */
export function ReviewTurn({ claim, selfId }: { claim: Achievement; selfId: string | undefined }) {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: keys.claims })
  const mine = claim.review !== null && claim.review.reviewer_id === selfId
  const turn = useMutation({
    mutationFn: () => (mine ? handBackClaim(claim.achievement_id) : takeClaim(claim.achievement_id)),
    onSettled: settled,
  })
  const title = titleOf(claim)
  return (
    <Group gap="sm">
      {claim.review ? (
        <Text size="sm">
          {mine ? 'You review it since ' : 'Somebody else reviews it since '}
          <time dateTime={claim.review.taken_at}>{formatInstant(claim.review.taken_at)}</time>
        </Text>
      ) : null}
      {!claim.review || mine ? (
        <Button
          variant="subtle"
          size="compact-sm"
          ml={claim.review ? 0 : -8}
          loading={turn.isPending}
          onClick={() => turn.mutate()}
          aria-label={mine ? `Hand back ${title}` : `Take for review ${title}`}
        >
          {mine ? 'Hand back' : 'Take for review'}
        </Button>
      ) : null}
      {turn.error ? (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {turn.error.message}
        </Text>
      ) : null}
    </Group>
  )
}
