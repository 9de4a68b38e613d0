import { Radio, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { stateTrust } from '@/api/issuers'
import type { Issuer, TrustVerdict } from '@/api/model'
import { keys } from '@/api/queries'
import { saidAt } from '@/ui/FormDialog'
import { ReasonField } from '@/ui/ReasonField'
import { trustLabel } from '@/words/issuers'
import { ActionDialog } from './ActionDialog'

const choices = [
  { value: 'trusted', label: 'We trust it' },
  { value: 'not_trusted', label: 'We do not trust it' },
  { value: 'nothing', label: 'Say nothing; what is publicly known counts' },
] as const

/** Says whether the organization trusts an issuer, and why. */
export function TrustDialog({ issuer, onClose }: { issuer: Issuer; onClose(): void }) {
  const client = useQueryClient()
  const [choice, setChoice] = useState<string>(issuer.trust?.verdict ?? 'nothing')
  const [reason, setReason] = useState(issuer.trust?.reason ?? '')
  const state = useMutation({
    mutationFn: stateTrust,
    onSuccess: trust => {
      void client.invalidateQueries({ queryKey: keys.catalogue })
      notifications.show({ color: 'moss', title: trustLabel(trust.verdict).label, message: issuer.name })
      onClose()
    },
  })
  const verdict = choice === 'nothing' ? null : (choice as TrustVerdict)
  return (
    <ActionDialog
      title={`Trust in ${issuer.name}`}
      lead="It stands in the place of what is publicly known, for your organization only, and counts in the quality of the issuer’s credentials."
      noun="issuer"
      error={state.error}
      fields={['verdict', 'reason']}
      action="Save"
      busy={state.isPending}
      onSubmit={() =>
        state.mutate({
          issuerId: issuer.issuer_id,
          verdict,
          reason: verdict ? reason.trim() || null : null,
        })
      }
      onClose={onClose}
    >
      <Radio.Group
        label="What your organization thinks"
        value={choice}
        onChange={setChoice}
        error={saidAt(state.error, 'verdict')}
      >
        <Stack gap="xs" mt={6}>
          {choices.map(each => (
            <Radio key={each.value} {...each} />
          ))}
        </Stack>
      </Radio.Group>
      {verdict ? (
        <ReasonField value={reason} error={saidAt(state.error, 'reason')} onChange={setReason} />
      ) : null}
    </ActionDialog>
  )
}
