import { queryOptions } from '@tanstack/react-query'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookDeliveries,
  listWebhookEndpoints,
  putWebhookEndpoint,
  redeliverWebhook,
  rotateWebhookSecret,
  testWebhookEndpoint,
  type WebhookEndpoint,
  type WebhookEndpointDraft,
  type WebhookEndpointSecret,
} from './generated'
import { newIdempotencyKey } from './idempotency'

export type {
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookDisabledBecause,
  WebhookEndpoint,
  WebhookEndpointDraft,
  WebhookEndpointSecret,
  WebhookEventType,
  WebhookFault,
} from './generated'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const webhookKeys = ['webhooks'] as const

const ifMatch = ({ version }: WebhookEndpoint) => ({ 'If-Match': `"${version}"` })

/** The organization's endpoints, the oldest first. */
export const webhooksQuery = () =>
  queryOptions({
    queryKey: [...webhookKeys, 'all'],
    queryFn: async ({ signal }) => (await listWebhookEndpoints({ signal, throwOnError: true })).data.items,
    refetchInterval: 30_000,
  })

/** The newest messages for an endpoint; asked for again while one of them waits. */
export const deliveriesQuery = (endpointId: string) =>
  queryOptions({
    queryKey: [...webhookKeys, 'deliveries', endpointId],
    queryFn: async ({ signal }) =>
      (
        await listWebhookDeliveries({
          path: { endpoint_id: endpointId },
          query: { limit: 20 },
          signal,
          throwOnError: true,
        })
      ).data.items,
    refetchInterval: query => (query.state.data?.some(({ state }) => state === 'waiting') ? 2000 : 15_000),
  })

/** Tells a URL of what happens; safe to repeat with the same idempotency key. */
export async function addEndpoint(wanted: {
  draft: WebhookEndpointDraft
  idempotencyKey: string
}): Promise<WebhookEndpointSecret> {
  const { data } = await createWebhookEndpoint({
    body: wanted.draft,
    headers: { 'Idempotency-Key': wanted.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Begins or stops telling an endpoint. */
export async function setEnabled(endpoint: WebhookEndpoint, isEnabled: boolean): Promise<WebhookEndpoint> {
  const { data } = await putWebhookEndpoint({
    path: { endpoint_id: endpoint.endpoint_id },
    headers: ifMatch(endpoint),
    body: {
      url: endpoint.url,
      description: endpoint.description,
      event_types: endpoint.event_types as WebhookEndpointDraft['event_types'],
      is_enabled: isEnabled,
    },
    throwOnError: true,
  })
  return data
}

/** Signs with a new secret from now on, for a day with the old one too. */
export async function rotateSecret(endpoint: WebhookEndpoint): Promise<WebhookEndpointSecret> {
  const { data } = await rotateWebhookSecret({
    path: { endpoint_id: endpoint.endpoint_id },
    headers: ifMatch(endpoint),
    body: { old_valid_hours: 24 },
    throwOnError: true,
  })
  return data
}

/** Forgets an endpoint. */
export async function removeEndpoint(endpoint: WebhookEndpoint): Promise<void> {
  await deleteWebhookEndpoint({
    path: { endpoint_id: endpoint.endpoint_id },
    headers: ifMatch(endpoint),
    throwOnError: true,
  })
}

/** Sends a message that tells of nothing. */
export async function sendTest(endpointId: string): Promise<void> {
  await testWebhookEndpoint({
    path: { endpoint_id: endpointId },
    headers: { 'Idempotency-Key': newIdempotencyKey() },
    throwOnError: true,
  })
}

/** Sends a message once more. */
export async function redeliver(endpointId: string, deliveryId: string): Promise<void> {
  await redeliverWebhook({
    path: { endpoint_id: endpointId, delivery_id: deliveryId },
    throwOnError: true,
  })
}
