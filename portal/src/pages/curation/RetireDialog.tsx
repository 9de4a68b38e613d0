import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formErrors, Problem } from '@/api/problem'
import { keys } from '@/api/queries'
import { Loaded } from '@/ui/Loaded'
import { ConflictNotice } from './ConflictNotice'
import { ImpactSummary } from './ImpactSummary'
import type { AnyEntry, Kind } from './kinds'
import { changedMeanwhile } from './show-refusal'
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
  })
  const refused = retire.error instanceof Problem ? formErrors(retire.error, ['reason']) : null
  return (
    <Modal opened onClose={onClose} title={`Retire ${entry.name}`}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          setMissing(!reason.trim())
          if (reason.trim()) retire.mutate()
        }}
      >
        <Stack>
          <Text size="sm">
            It stays with whoever has it and can be looked up, but it is no longer found, assigned or planned
            with.
            {entry.origin === 'public' ? ' This holds for your organization only.' : ''}
          </Text>
          {changedMeanwhile(retire.error) ? (
            <ConflictNotice
              noun={kind.noun}
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
          <Loaded query={impact} bars={2}>
            {data => <ImpactSummary impact={data} />}
          </Loaded>
          <Textarea
            label="Reason"
            description="Whoever looks it up sees it."
            withAsterisk
            autosize
            minRows={2}
            maxLength={500}
            data-autofocus
            value={reason}
            error={missing ? 'Say why it is retired.' : refused?.atFields.reason}
            onChange={event => {
              setReason(event.currentTarget.value)
              setMissing(false)
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="clay" loading={retire.isPending} disabled={!impact.data}>
              Retire
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
