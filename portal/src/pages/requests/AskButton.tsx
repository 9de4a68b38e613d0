import { Button, NumberInput, Select, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newIdempotencyKey } from '@/api/idempotency'
import type { LearningRequestDraft } from '@/api/model'
import { selfQuery } from '@/api/queries'
import { requestKeys, submitRequest } from '@/api/requests'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { ReasonField } from '@/ui/ReasonField'
import { minorUnits } from '@/words/money'

/** What is asked for: a path of the catalogue, an own collection of credentials, or money for one credential. */
export type Asked =
  | { readonly kind: 'path'; readonly pathId: string }
  | { readonly kind: 'collection'; readonly credentialIds: readonly string[] }
  | { readonly kind: 'money'; readonly credentialId: string }

const currency = /^[A-Z]{3}$/

function AskDialog({ asked, name, onClose }: { asked: Asked; name: string; onClose(): void }) {
  const client = useQueryClient()
  const [money, setMoney] = useState<'cost' | 'aid'>('cost')
  const [amount, setAmount] = useState<number | string>('')
  const [unit, setUnit] = useState('EUR')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const asksMoney = asked.kind === 'money'
  const isCost = asksMoney && money === 'cost'
  const missingAmount = isCost && amount === '' ? 'Say how much.' : null
  const wrongUnit = asksMoney && amount !== '' && !currency.test(unit) ? 'Three letters, such as EUR.' : null
  const submit = useMutation({
    mutationFn: submitRequest,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: requestKeys })
      notifications.show({ color: 'moss', title: 'Asked', message: 'It waits for your manager or HR now.' })
      onClose()
    },
  })
  const draft = (): LearningRequestDraft => ({
    kind: asksMoney ? money : 'path',
    path_id: asked.kind === 'path' ? asked.pathId : null,
    credential_ids:
      asked.kind === 'money'
        ? [asked.credentialId]
        : asked.kind === 'collection'
          ? [...asked.credentialIds]
          : [],
    amount:
      asksMoney && amount !== '' ? { currency: unit, minor_units: minorUnits(Number(amount), unit) } : null,
    note: note.trim() || null,
  })
  return (
    <FormDialog
      title={asksMoney ? `Ask for money for ${name}` : `Propose ${name}`}
      error={submit.error}
      fields={['amount', 'note']}
      action="Ask"
      busy={submit.isPending}
      onSubmit={() => {
        setTried(true)
        if (!missingAmount && !wrongUnit)
          submit.mutate({ idempotencyKey: newIdempotencyKey(), draft: draft() })
      }}
      onClose={onClose}
    >
      <Text size="sm">Your manager or HR approves or refuses it.</Text>
      {asksMoney ? (
        <>
          <Select
            label="What for"
            data={[
              { value: 'cost', label: 'Its cost' },
              { value: 'aid', label: 'Financial aid' },
            ]}
            value={money}
            allowDeselect={false}
            onChange={value => setMoney(value === 'aid' ? 'aid' : 'cost')}
          />
          <NumberInput
            label="Amount"
            withAsterisk={isCost}
            min={0}
            decimalScale={2}
            value={amount}
            error={(tried ? missingAmount : null) ?? saidAt(submit.error, 'amount')}
            onChange={setAmount}
          />
          <TextInput
            label="Currency"
            maxLength={3}
            value={unit}
            error={tried ? wrongUnit : null}
            onChange={event => setUnit(event.currentTarget.value.toUpperCase())}
          />
        </>
      ) : null}
      <ReasonField label="Note" value={note} error={saidAt(submit.error, 'note')} onChange={setNote} />
    </FormDialog>
  )
}

/** Asks for something in the own name; not there for who is no person here. */
export function AskButton({ asked, name, label }: { asked: Asked; name: string; label: string }) {
  const self = useQuery(selfQuery())
  const [asking, setAsking] = useState(false)
  if (!self.data?.person) return null
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking ? <AskDialog asked={asked} name={name} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
