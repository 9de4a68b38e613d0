import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { mergeIssuer } from '@/api/issuers'
import type { Issuer } from '@/api/model'
import { formErrors, Problem } from '@/api/problem'
import { keys } from '@/api/queries'
import { ConflictNotice } from './ConflictNotice'
import { changedMeanwhile } from './show-refusal'

interface Props {
  duplicate: Issuer
  issuers: readonly Issuer[]
  onClose(): void
}

/** Makes an issuer of the organization's own one with another. */
export function MergeDialog({ duplicate, issuers, onClose }: Props) {
  const client = useQueryClient()
  const [into, setInto] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const merge = useMutation({
    mutationFn: mergeIssuer,
    onSuccess: ({ credential_ids }) => {
      void client.invalidateQueries({ queryKey: keys.catalogue })
      const count = credential_ids.length
      notifications.show({
        color: 'moss',
        title: 'Merged',
        message: `${count} ${count === 1 ? 'credential names' : 'credentials name'} the other issuer now.`,
      })
      onClose()
    },
  })
  const refused = merge.error instanceof Problem ? formErrors(merge.error, ['into_issuer_id']) : null
  return (
    <Modal opened onClose={onClose} title={`Merge ${duplicate.name}`}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          setMissing(!into)
          if (into) merge.mutate({ duplicate, intoIssuerId: into })
        }}
      >
        <Stack>
          <Text size="sm">
            Your organization’s credentials of {duplicate.name} name the other issuer from then on.{' '}
            {duplicate.name} is retired; its names still find the other one. This cannot be taken back.
          </Text>
          {changedMeanwhile(merge.error) ? (
            <ConflictNotice
              noun="issuer"
              onReload={() => {
                void client.invalidateQueries({ queryKey: keys.catalogue })
                onClose()
              }}
            />
          ) : refused?.aboveForm ? (
            <Alert color="clay" role="alert">
              {refused.aboveForm}
            </Alert>
          ) : null}
          <Select
            label="Is the same as"
            placeholder="Choose an issuer"
            withAsterisk
            searchable
            limit={60}
            nothingFoundMessage="Nothing found"
            data={issuers
              .filter(issuer => issuer.issuer_id !== duplicate.issuer_id)
              .map(issuer => ({ value: issuer.issuer_id, label: issuer.name }))}
            value={into}
            error={missing ? 'Choose what it is the same as.' : refused?.atFields.into_issuer_id}
            onChange={issuer => {
              setInto(issuer)
              setMissing(false)
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="clay" loading={merge.isPending}>
              Merge
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
