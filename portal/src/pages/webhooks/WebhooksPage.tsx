import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  removeEndpoint,
  rotateSecret,
  sendTest,
  setEnabled,
  type WebhookEndpoint,
  type WebhookEndpointSecret,
  webhookKeys,
  webhooksQuery,
} from '@/api/webhooks'
import { Empty } from '@/ui/Empty'
import { FormDialog } from '@/ui/FormDialog'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { StateBadge } from '@/ui/StateBadge'
import { formatInstant } from '@/words/dates'
import { disabledBecause, webhookEvent } from '@/words/webhooks'
import { AddEndpointDialog } from './AddEndpointDialog'
import { Deliveries } from './Deliveries'
import { DisabledNotice } from './DisabledNotice'
import { SecretShown } from './SecretShown'

interface CardProps {
  endpoint: WebhookEndpoint
  onSecret(shown: WebhookEndpointSecret): void
  onRemove(): void
}

function EndpointCard({ endpoint, onSecret, onRemove }: CardProps) {
  const client = useQueryClient()
  const [shown, setShown] = useState(false)
  const settled = () => client.invalidateQueries({ queryKey: webhookKeys })
  const test = useMutation({
    mutationFn: () => sendTest(endpoint.endpoint_id),
    onSuccess: () => setShown(true),
    onSettled: settled,
  })
  const enable = useMutation({
    mutationFn: () => setEnabled(endpoint, !endpoint.is_enabled),
    onSettled: settled,
  })
  const rotate = useMutation({
    mutationFn: () => rotateSecret(endpoint),
    onSuccess: onSecret,
    onSettled: settled,
  })
  const error = test.error ?? enable.error ?? rotate.error
  return (
    <Card component="article" aria-label={endpoint.url}>
      <Stack gap={2}>
        <Group gap="xs">
          <Title order={2} size="h3" style={{ overflowWrap: 'anywhere' }}>
            {endpoint.url}
          </Title>
          <StateBadge
            size="sm"
            state={
              endpoint.disabled_because
                ? { label: disabledBecause(endpoint.disabled_because), color: 'clay' }
                : { label: 'Told', color: 'moss' }
            }
          />
        </Group>
        {endpoint.description ? <Text size="sm">{endpoint.description}</Text> : null}
        <Text size="sm" c="dimmed">
          {endpoint.event_types.map(webhookEvent).join(' · ')}
        </Text>
        <DisabledNotice endpoint={endpoint} />
        {endpoint.failing_since ? (
          <Text size="sm" c="var(--cairn-bad)">
            Every attempt has failed since {formatInstant(endpoint.failing_since)}.
          </Text>
        ) : null}
        {endpoint.old_secret_valid_until ? (
          <Text size="sm" c="dimmed">
            Signed with the older secret too until {formatInstant(endpoint.old_secret_valid_until)}.
          </Text>
        ) : null}
        <Group gap="xs" mt="xs">
          <Button
            size="xs"
            disabled={!endpoint.is_enabled}
            loading={test.isPending}
            onClick={() => test.mutate()}
            aria-label={`Send a test to ${endpoint.url}`}
          >
            Send a test
          </Button>
          <Button
            size="xs"
            variant="subtle"
            aria-expanded={shown}
            aria-label={`Messages for ${endpoint.url}`}
            onClick={() => setShown(!shown)}
          >
            Messages
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={enable.isPending}
            onClick={() => enable.mutate()}
            aria-label={`${endpoint.is_enabled ? 'Disable' : 'Enable'} ${endpoint.url}`}
          >
            {endpoint.is_enabled ? 'Disable' : 'Enable'}
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={rotate.isPending}
            onClick={() => rotate.mutate()}
            aria-label={`New secret for ${endpoint.url}`}
          >
            New secret
          </Button>
          <Button size="xs" variant="default" onClick={onRemove} aria-label={`Remove ${endpoint.url}`}>
            Remove
          </Button>
        </Group>
        {error ? (
          <Alert color="clay" role="alert" mt="sm">
            {error.message}
          </Alert>
        ) : null}
        {shown ? <Deliveries endpointId={endpoint.endpoint_id} /> : null}
      </Stack>
    </Card>
  )
}

function RemoveDialog({ endpoint, onClose }: { endpoint: WebhookEndpoint; onClose(): void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => removeEndpoint(endpoint),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: webhookKeys })
      onClose()
    },
  })
  return (
    <FormDialog
      title="Remove this endpoint?"
      error={remove.error}
      fields={[]}
      action="Remove"
      grave
      busy={remove.isPending}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        Nothing more is sent to {endpoint.url}.
      </Text>
    </FormDialog>
  )
}

/** The URLs that are told of what happens here. */
export function WebhooksPage() {
  const endpoints = useQuery(webhooksQuery())
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<WebhookEndpoint | null>(null)
  const [secret, setSecret] = useState<WebhookEndpointSecret | null>(null)
  return (
    <>
      <PageHeader
        title="Webhooks"
        lead="Systems of yours that are told when a file of a report is ready. Messages are signed, and tried again for days."
        actions={<Button onClick={() => setAdding(true)}>Add an endpoint</Button>}
      />
      {secret ? (
        <SecretShown url={secret.endpoint.url} secret={secret.secret} onClose={() => setSecret(null)} />
      ) : null}
      <Loaded query={endpoints}>
        {items =>
          items.length ? (
            <Stack>
              {items.map(endpoint => (
                <EndpointCard
                  key={endpoint.endpoint_id}
                  endpoint={endpoint}
                  onSecret={setSecret}
                  onRemove={() => setRemoving(endpoint)}
                />
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="Nobody is told yet">Add the URL of a system that waits for reports.</Empty>
            </Card>
          )
        }
      </Loaded>
      {adding ? (
        <AddEndpointDialog
          onAdded={added => {
            setSecret(added)
            setAdding(false)
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {removing ? <RemoveDialog endpoint={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  )
}
