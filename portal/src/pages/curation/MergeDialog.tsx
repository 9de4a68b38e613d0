import { Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { mergeIssuer } from '@/api/issuers'
import type { Issuer } from '@/api/model'
import { keys } from '@/api/queries'
import { saidAt } from '@/ui/FormDialog'
import { ActionDialog } from './ActionDialog'

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
  const { name } = duplicate
  return (
    <ActionDialog
      title={`Merge ${name}`}
      lead={`Your organization’s credentials of ${name} name the other issuer from then on. ${name} is retired; its names still find the other one. This cannot be taken back.`}
      noun="issuer"
      error={merge.error}
      fields={['into_issuer_id']}
      action="Merge"
      grave
      busy={merge.isPending}
      onSubmit={() => {
        setMissing(!into)
        if (into) merge.mutate({ duplicate, intoIssuerId: into })
      }}
      onClose={onClose}
    >
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
        error={missing ? 'Choose what it is the same as.' : saidAt(merge.error, 'into_issuer_id')}
        onChange={issuer => {
          setInto(issuer)
          setMissing(false)
        }}
      />
    </ActionDialog>
  )
}
