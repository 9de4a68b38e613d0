import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deliveriesQuery, redeliver, type WebhookDelivery, webhookKeys } from '@/api/webhooks'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { formatInstant } from '@/words/dates'
import { deliveryState, webhookEvent, webhookFault } from '@/words/webhooks'

function lastAttempt({ attempts, next_attempt_at }: WebhookDelivery): string {
  const last = attempts.at(-1)
  if (!last) return 'Not tried yet'
  const met = last.fault ? webhookFault(last.fault) : 'taken'
  const status = last.status_code ? ` (${last.status_code})` : ''
  const next = next_attempt_at ? `; next ${formatInstant(next_attempt_at)}` : ''
  return `${attempts.length === 1 ? 'Tried once' : `Tried ${attempts.length} times`}: ${met}${status}${next}`
}

/** The newest messages for an endpoint. */
export function Deliveries({ endpointId }: { endpointId: string }) {
  const client = useQueryClient()
  const deliveries = useQuery(deliveriesQuery(endpointId))
  const again = useMutation({
    mutationFn: (deliveryId: string) => redeliver(endpointId, deliveryId),
    onSettled: () => client.invalidateQueries({ queryKey: webhookKeys }),
  })
  return (
    <Loaded query={deliveries} bars={2}>
      {items =>
        items.length ? (
          <Stack gap="xs" mt="sm" component="ul" p={0} style={{ listStyle: 'none' }}>
            {items.map(each => (
              <Group key={each.delivery_id} gap="sm" component="li">
                <Text size="sm" className="figures">
                  {formatInstant(each.created_at)}
                </Text>
                <StateBadge state={deliveryState(each.state)} size="sm" />
                <Text size="sm" fw={560}>
                  {webhookEvent(each.event_type)}
                </Text>
                <Text size="sm" c="dimmed">
                  {lastAttempt(each)}
                </Text>
                {each.state === 'waiting' ? null : (
                  <Button
                    size="compact-xs"
                    variant="default"
                    loading={again.isPending && again.variables === each.delivery_id}
                    onClick={() => again.mutate(each.delivery_id)}
                    aria-label={`Send again the message of ${formatInstant(each.created_at)}`}
                  >
                    Send again
                  </Button>
                )}
              </Group>
            ))}
          </Stack>
        ) : (
          <Text size="sm" mt="sm">
            Nothing was sent yet.
          </Text>
        )
      }
    </Loaded>
  )
}
