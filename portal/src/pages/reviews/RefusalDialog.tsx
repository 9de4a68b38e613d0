import type { Achievement } from '@/api/model'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { claimantOf, credentialOf } from './claim-words'
import { useDecision } from './use-decision'

/** Refuses a claim with a reason. */
export function RefusalDialog({ claim, onClose }: { claim: Achievement; onClose(): void }) {
  const decide = useDecision(claim, onClose)
  return (
    <ReasonDialog
      title="Refuse the claim"
      lead={`${credentialOf(claim)}, claimed by ${claimantOf(claim)}`}
      description={`${claimantOf(claim)} sees it.`}
      action="Refuse"
      grave
      error={decide.error}
      busy={decide.isPending}
      onReason={reason => decide.mutate({ decision: 'refused', reason })}
      onClose={onClose}
    />
  )
}
