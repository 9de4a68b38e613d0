import { Alert } from '@mantine/core'
import type { WebhookEndpoint } from '@/api/webhooks'
import { formatInstant } from '@/words/dates'
import { whyCairnDisabled } from '@/words/webhooks'

/** Since when and why Cairn tells it no more, and what to do about it. */
export function DisabledNotice({ endpoint }: { endpoint: WebhookEndpoint }) {
  const why = whyCairnDisabled(endpoint)
  if (!why || !endpoint.disabled_at) return null
  return (
    <Alert color="clay" my="xs" title={`Cairn disabled it on ${formatInstant(endpoint.disabled_at)}`}>
      {why} What waited was cancelled. Enable it when it answers again; what it missed can be sent again under
      “Messages”.
    </Alert>
  )
}
