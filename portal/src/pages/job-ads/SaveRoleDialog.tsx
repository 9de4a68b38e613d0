import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { newIdempotencyKey } from '@/api/idempotency'
import { saveDraftRole } from '@/api/job-ads'
import type { RoleDraft } from '@/api/model'
import { keys } from '@/api/queries'

interface Props {
  proposal: RoleDraft
  onClose(): void
}

/** Gives what the ads ask for a name, and keeps it as a draft of a role. */
export function SaveRoleDialog({ proposal, onClose }: Props) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [idempotencyKey] = useState(newIdempotencyKey)
  const save = useMutation({
    mutationFn: () => saveDraftRole({ ...proposal, name: name.trim() }, idempotencyKey),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.catalogue }),
  })
  if (save.data) {
    return (
      <Modal opened onClose={onClose} title="Saved as a draft">
        <Stack gap="md">
          <Text size="sm" role="status">
            {save.data.name} is a draft: nobody is measured against it until it is published.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Back to the list
            </Button>
            <Button
              renderRoot={root => (
                <Link {...root} to="/catalogue/roles/$roleId" params={{ roleId: save.data.role_id }} />
              )}
            >
              Open the draft
            </Button>
          </Group>
        </Stack>
      </Modal>
    )
  }
  return (
    <Modal opened onClose={onClose} title="Save as a draft role">
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (name.trim()) save.mutate()
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {proposal.requirements.length} of the things asked for are known to the catalogue; the draft asks
            for these.
          </Text>
          {save.error ? (
            <Alert color="clay" role="alert">
              {save.error.message}
            </Alert>
          ) : null}
          <TextInput
            label="Name of the role"
            placeholder="Data analyst"
            withAsterisk
            maxLength={200}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!name.trim()} loading={save.isPending}>
              Save the draft
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
