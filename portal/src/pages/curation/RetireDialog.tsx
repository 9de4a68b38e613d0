import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/queries'
import { saidAt } from '@/ui/FormDialog'
import { Loaded } from '@/ui/Loaded'
import { ReasonField } from '@/ui/ReasonField'
import { ActionDialog } from './ActionDialog'
import { ImpactSummary } from './ImpactSummary'
import type { AnyEntry, Kind } from './kinds'
import { useImpact } from './use-impact'

interface Props<Entry extends AnyEntry> {
  kind: Kind<Entry>
  entry: Entry
  onClose(): void
}

/** Takes an entry out of use, after it was shown what names it. */
export function RetireDialog<Entry extends AnyEntry>({ kind, entry, onClose }: Props<Entry>) {
  const client = useQueryClient()
  const impact = useImpact(kind, entry)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const retire = useMutation({
    mutationFn: () =>
      kind.retire(entry, { reason: reason.trim(), referrers: [...(impact.data?.referrers ?? [])] }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.catalogue })
      notifications.show({ color: 'gray', title: 'Out of use', message: entry.name })
      onClose()
    },
    // Where something else names it by now, that is shown.
    onError: () => impact.refetch(),
  })
  return (
    <ActionDialog
      title={`Retire ${entry.name}`}
      lead={`It stays with whoever has it and can be looked up, but it is no longer found, assigned or planned with.${
        entry.origin === 'public' ? ' This holds for your organization only.' : ''
      }`}
      noun={kind.noun}
      error={retire.error}
      fields={['reason']}
      action="Retire"
      grave
      busy={retire.isPending}
      disabled={!impact.data}
      onSubmit={() => {
        setMissing(!reason.trim())
        if (reason.trim()) retire.mutate()
      }}
      onClose={onClose}
    >
      <Loaded query={impact} bars={2}>
        {data => <ImpactSummary impact={data} />}
      </Loaded>
      <ReasonField
        description="Whoever looks it up sees it."
        required
        first
        value={reason}
        error={missing ? 'Say why it is retired.' : saidAt(retire.error, 'reason')}
        onChange={given => {
          setReason(given)
          setMissing(false)
        }}
      />
    </ActionDialog>
  )
}
