import { TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { LearningRequest } from '@/api/model'
import { keys } from '@/api/queries'
import { decideRequest, requestKeys } from '@/api/requests'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { ReasonField } from '@/ui/ReasonField'
import { dayOf } from '@/words/dates'
import { requestState } from '@/words/spans'
import type { Verdict } from './RequestCard'

const titles: Record<Verdict, string> = {
  approved: 'Approve the request',
  refused: 'Refuse the request',
  withdrawn: 'Withdraw the request',
}
const actions: Record<Verdict, string> = { approved: 'Approve', refused: 'Refuse', withdrawn: 'Withdraw' }

interface Props {
  request: LearningRequest
  state: Verdict
  onClose(): void
}

/** Decides on a request as it was seen: a reason to refuse, a due date for a path of the catalogue. */
export function DecisionDialog({ request, state, onClose }: Props) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [dueOn, setDueOn] = useState('')
  const [missing, setMissing] = useState(false)
  const refuses = state === 'refused'
  const decide = useMutation({
    mutationFn: decideRequest,
    onSuccess: done => {
      void client.invalidateQueries({ queryKey: requestKeys })
      void client.invalidateQueries({ queryKey: keys.progress })
      notifications.show({
        color: done.state === 'approved' ? 'moss' : 'gray',
        title: requestState(done.state).label,
        message: done.person_name ?? '',
      })
      onClose()
    },
    onError: () => client.invalidateQueries({ queryKey: requestKeys }),
  })
  return (
    <FormDialog
      title={titles[state]}
      error={decide.error}
      fields={['reason', 'due_on']}
      action={actions[state]}
      busy={decide.isPending}
      onSubmit={() => {
        const given = reason.trim()
        setMissing(refuses && !given)
        if (!refuses || given) decide.mutate({ request, state, reason: given || null, dueOn: dueOn || null })
      }}
      onClose={onClose}
    >
      {state === 'approved' && request.path_id ? (
        <TextInput
          type="date"
          label="Due date"
          description="Approving puts the person on the path."
          min={dayOf(new Date())}
          value={dueOn}
          error={saidAt(decide.error, 'due_on')}
          onChange={event => setDueOn(event.currentTarget.value)}
        />
      ) : null}
      <ReasonField
        required={refuses}
        first
        value={reason}
        error={missing ? 'Say why you refuse it.' : saidAt(decide.error, 'reason')}
        onChange={given => {
          setReason(given)
          setMissing(false)
        }}
      />
    </FormDialog>
  )
}
