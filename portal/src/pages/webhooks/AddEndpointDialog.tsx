import { Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newIdempotencyKey } from '@/api/idempotency'
import { addEndpoint, type WebhookEndpointSecret, type WebhookEventType, webhookKeys } from '@/api/webhooks'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { webhookEvent, webhookEvents } from '@/words/webhooks'

interface Props {
  onAdded(added: WebhookEndpointSecret): void
  onClose(): void
}

/** Asks for a URL and for what it is to be told of. */
export function AddEndpointDialog({ onAdded, onClose }: Props) {
  const client = useQueryClient()
  const [url, setUrl] = useState('https://')
  const [description, setDescription] = useState('')
  const [events, setEvents] = useState<WebhookEventType[]>(['report_export.succeeded', 'saved_report.ready'])
  const add = useMutation({
    mutationFn: addEndpoint,
    onSuccess: added => {
      void client.invalidateQueries({ queryKey: webhookKeys })
      onAdded(added)
    },
  })
  return (
    <FormDialog
      title="Add an endpoint"
      error={add.error}
      fields={['url', 'description']}
      action="Add"
      busy={add.isPending}
      disabled={!events.length}
      onSubmit={() =>
        add.mutate({
          draft: { url: url.trim(), description: description.trim(), event_types: events },
          idempotencyKey: newIdempotencyKey(),
        })
      }
      onClose={onClose}
    >
      <TextInput
        type="url"
        label="URL"
        description="https, on the public internet."
        withAsterisk
        value={url}
        error={saidAt(add.error, 'url')}
        onChange={event => setUrl(event.currentTarget.value)}
      />
      <TextInput
        label="Description"
        maxLength={500}
        value={description}
        error={saidAt(add.error, 'description')}
        onChange={event => setDescription(event.currentTarget.value)}
      />
      <Checkbox.Group
        label="Told when"
        withAsterisk
        value={events}
        onChange={chosen => setEvents(chosen as WebhookEventType[])}
      >
        <Stack gap="xs" mt={6}>
          {webhookEvents.map(type => (
            <Checkbox key={type} value={type} label={webhookEvent(type)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </FormDialog>
  )
}
