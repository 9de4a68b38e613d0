import { NumberInput, Select, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { grantException } from '@/api/exceptions'
import { newIdempotencyKey } from '@/api/idempotency'
import type { ExceptionDraft, PathProgress } from '@/api/model'
import { keys } from '@/api/queries'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { ReasonField } from '@/ui/ReasonField'
import { addDays, dayOf } from '@/words/dates'
import { exceptionKind } from '@/words/spans'

interface Props {
  personId: string
  personName: string
  path: PathProgress
  onClose(): void
}

type Kind = 'exemption' | 'extension' | 'prior_learning'

const kinds: readonly Kind[] = ['exemption', 'extension', 'prior_learning']
const fields = ['step_id', 'until_on', 'happened_on', 'look_back_days', 'reason'] as const

/** Eases a path for somebody: exempts, extends, or accepts what was learned before. */
export function GrantDialog({ personId, personName, path, onClose }: Props) {
  const client = useQueryClient()
  const today = dayOf(new Date())
  const [kind, setKind] = useState<Kind>('exemption')
  const [stepId, setStepId] = useState('')
  const [untilOn, setUntilOn] = useState('')
  const [happenedOn, setHappenedOn] = useState('')
  const [lookBack, setLookBack] = useState<number | string>(365)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const isPrior = kind === 'prior_learning'
  const missing = {
    step_id: isPrior && !stepId ? 'Choose the step.' : null,
    until_on: untilOn ? null : 'Say on which day it ends.',
    happened_on: isPrior && !happenedOn ? 'Say when it was.' : null,
    reason: reason.trim() ? null : 'Say why.',
  }
  const grant = useMutation({
    mutationFn: grantException,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.progress })
      notifications.show({ color: 'moss', title: exceptionKind(kind), message: `Granted to ${personName}.` })
      onClose()
    },
  })
  const draft: ExceptionDraft = {
    kind,
    path_id: path.enrolment.path_id,
    step_id: kind === 'extension' || !stepId ? null : stepId,
    happened_on: isPrior ? happenedOn : null,
    look_back_days: isPrior ? Number(lookBack) : null,
    until_on: untilOn,
    reason: reason.trim(),
  }
  const errorOf = (field: keyof typeof missing) =>
    (tried ? missing[field] : null) ?? saidAt(grant.error, field)
  return (
    <FormDialog
      title={`Make an exception for ${personName}`}
      error={grant.error}
      fields={fields}
      action="Grant"
      busy={grant.isPending}
      onSubmit={() => {
        setTried(true)
        if (Object.values(missing).every(each => each === null)) {
          grant.mutate({ idempotencyKey: newIdempotencyKey(), personId, draft })
        }
      }}
      onClose={onClose}
    >
      <Select
        label="What"
        data={kinds.map(value => ({ value, label: exceptionKind(value) }))}
        value={kind}
        allowDeselect={false}
        onChange={value => setKind(kinds.find(each => each === value) ?? 'exemption')}
      />
      {kind === 'extension' ? null : (
        <Select
          label="Step"
          placeholder={isPrior ? 'Choose a step' : 'The whole path'}
          clearable={!isPrior}
          withAsterisk={isPrior}
          data={path.steps.map(step => ({ value: step.step_id, label: step.name }))}
          value={stepId || null}
          error={errorOf('step_id')}
          onChange={value => setStepId(value ?? '')}
        />
      )}
      {isPrior ? (
        <>
          <TextInput
            type="date"
            label="Happened on"
            withAsterisk
            max={today}
            value={happenedOn}
            error={errorOf('happened_on')}
            onChange={event => setHappenedOn(event.currentTarget.value)}
          />
          <NumberInput
            label="Look-back in days"
            description="How long before the enrolment is accepted"
            min={0}
            max={36_500}
            allowDecimal={false}
            value={lookBack}
            error={saidAt(grant.error, 'look_back_days')}
            onChange={setLookBack}
          />
        </>
      ) : null}
      <TextInput
        type="date"
        label={kind === 'extension' ? 'New due date' : 'Last day'}
        description="It lapses by itself after this day."
        withAsterisk
        min={kind === 'extension' && path.due_on ? addDays(path.due_on, 1) : today}
        value={untilOn}
        error={errorOf('until_on')}
        onChange={event => setUntilOn(event.currentTarget.value)}
      />
      <ReasonField
        description={`${personName} sees it.`}
        required
        value={reason}
        error={errorOf('reason')}
        onChange={setReason}
      />
    </FormDialog>
  )
}
