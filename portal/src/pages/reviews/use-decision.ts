import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { decideAchievement } from '@/api/commands'
import { refetchUntilFollowed } from '@/api/follow-up'
import type { Achievement, RubricScore } from '@/api/model'
import { keys } from '@/api/queries'
import { claimantOf, credentialOf } from './claim-words'

interface Decision {
  readonly decision: 'verified' | 'refused'
  readonly reason: string | null
  readonly scores?: RubricScore[]
}

/** Decides on a claim and tells who did that it was done. */
export function useDecision(claim: Achievement, onDone: () => void = () => {}) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (decision: Decision) =>
      decideAchievement({ achievementId: claim.achievement_id, ...decision }),
    onSuccess: (_, { decision }) => {
      const about = `${credentialOf(claim)} of ${claimantOf(claim)}`
      notifications.show(
        decision === 'verified'
          ? { color: 'moss', title: 'Verified', message: `${about} counts from now on.` }
          : { color: 'gray', title: 'Claim refused', message: about },
      )
      refetchUntilFollowed(client, keys.claims, keys.progress, keys.readiness, keys.reports)
      onDone()
    },
    onError: () => client.invalidateQueries({ queryKey: keys.claims }),
  })
}
