import { Alert, Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { stateTrust } from '@/api/issuers'
import type { Issuer, TrustVerdict } from '@/api/model'
import { formErrors, Problem } from '@/api/problem'
import { keys } from '@/api/queries'
import { trustLabel } from '@/words/issuers'

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
  const refused = state.error instanceof Problem ? formErrors(state.error, ['verdict', 'reason']) : null
  return (
    <Modal opened onClose={onClose} title={`Trust in ${issuer.name}`}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          const verdict = choice === 'nothing' ? null : (choice as TrustVerdict)
          state.mutate({
            issuerId: issuer.issuer_id,
            verdict,
            reason: verdict ? reason.trim() || null : null,
          })
        }}
      >
        <Stack>
          <Text size="sm">
            It stands in the place of what is publicly known, for your organization only, and counts in the
            quality of the issuer’s credentials.
          </Text>
          {refused?.aboveForm ? (
            <Alert color="clay" role="alert">
              {refused.aboveForm}
            </Alert>
          ) : null}
          <Radio.Group
            label="What your organization thinks"
            value={choice}
            onChange={setChoice}
            error={refused?.atFields.verdict}
          >
            <Stack gap="xs" mt={6}>
              {choices.map(each => (
                <Radio key={each.value} {...each} />
              ))}
            </Stack>
          </Radio.Group>
          {choice === 'nothing' ? null : (
            <Textarea
              label="Reason"
              autosize
              minRows={2}
              maxLength={500}
              value={reason}
              error={refused?.atFields.reason}
              onChange={event => setReason(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={state.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
