import { Button, Card, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { candidatesQuery, delegationKeys, handOver, ownDelegationsQuery, takeBack } from '@/api/delegations'
import { newIdempotencyKey } from '@/api/idempotency'
import type { Delegation } from '@/api/model'
import { keys, selfQuery } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { ReasonField } from '@/ui/ReasonField'
import { StateBadge } from '@/ui/StateBadge'
import { dayOf, formatDay } from '@/words/dates'
import { spanStatus } from '@/words/spans'
import { ActList } from './ActList'

const isOpen = (each: Delegation) => each.status === 'active' || each.status === 'upcoming'

function HandOverDialog({ onClose }: { onClose(): void }) {
  const client = useQueryClient()
  const today = dayOf(new Date())
  const candidates = useQuery(candidatesQuery())
  const [delegateId, setDelegateId] = useState('')
  const [fromOn, setFromOn] = useState(today)
  const [untilOn, setUntilOn] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const missing = {
    delegate_id: delegateId ? null : 'Choose somebody.',
    from_on: fromOn ? null : 'Say from when on.',
    until_on: untilOn ? null : 'Say until when.',
    reason: reason.trim() ? null : 'Say why.',
  }
  const hand = useMutation({
    mutationFn: handOver,
    onSuccess: done => {
      void client.invalidateQueries({ queryKey: delegationKeys })
      notifications.show({
        color: 'moss',
        title: 'Handed over',
        message: `${done.delegate_name} has your line until ${formatDay(done.until_on)}.`,
      })
      onClose()
    },
  })
  const errorOf = (field: keyof typeof missing) =>
    (tried ? missing[field] : null) ?? saidAt(hand.error, field)
  return (
    <FormDialog
      title="Hand my line over"
      error={hand.error}
      fields={Object.keys(missing)}
      action="Hand over"
      busy={hand.isPending}
      onSubmit={() => {
        setTried(true)
        if (Object.values(missing).every(each => each === null)) {
          hand.mutate({
            idempotencyKey: newIdempotencyKey(),
            delegateId,
            fromOn,
            untilOn,
            reason: reason.trim(),
          })
        }
      }}
      onClose={onClose}
    >
      <Text size="sm">
        They see and do for your people what you may, and cannot hand it on. What they do is logged as done
        for you.
      </Text>
      <Select
        label="To"
        placeholder="Search by name"
        searchable
        withAsterisk
        limit={50}
        nothingFoundMessage={candidates.isPending ? 'Loading…' : 'Nobody found'}
        data={(candidates.data ?? []).map(each => ({ value: each.person_id, label: each.name }))}
        value={delegateId || null}
        error={errorOf('delegate_id')}
        onChange={value => setDelegateId(value ?? '')}
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label="First day"
          withAsterisk
          min={today}
          value={fromOn}
          error={errorOf('from_on')}
          onChange={event => setFromOn(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="Last day"
          withAsterisk
          min={fromOn}
          value={untilOn}
          error={errorOf('until_on')}
          onChange={event => setUntilOn(event.currentTarget.value)}
        />
      </Group>
      <ReasonField required value={reason} error={errorOf('reason')} onChange={setReason} />
    </FormDialog>
  )
}

function DelegationCard({ found, own, onEnd }: { found: Delegation; own: boolean; onEnd(): void }) {
  const [shown, setShown] = useState(false)
  const title = own ? `To ${found.delegate_name}` : `From ${found.manager_name}`
  return (
    <Card component="article" aria-label={`${title}, until ${formatDay(found.until_on)}`}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} miw={0} flex="1 1 220px">
          <Group gap="xs">
            <Title order={2} size="h3">
              {title}
            </Title>
            <StateBadge state={spanStatus(found.status)} size="sm" />
          </Group>
          <Text size="sm" c="dimmed">
            {formatDay(found.from_on)} to {formatDay(found.until_on)}
          </Text>
          <Text size="sm">{found.withdrawal?.reason ?? found.reason}</Text>
        </Stack>
        <Group gap="xs">
          <Button
            size="xs"
            variant="subtle"
            aria-expanded={shown}
            aria-label={`What was done, ${title}`}
            onClick={() => setShown(!shown)}
          >
            What was done
          </Button>
          {isOpen(found) ? (
            <Button
              size="xs"
              variant="default"
              onClick={onEnd}
              aria-label={`${own ? 'Take back' : 'Give back'} the delegation, ${title}`}
            >
              {own ? 'Take back' : 'Give back'}
            </Button>
          ) : null}
        </Group>
      </Group>
      {shown ? <ActList delegationId={found.delegation_id} /> : null}
    </Card>
  )
}

/** Hand the own line over, see who handed theirs over, and what was done on whose behalf. */
export function DelegationsPage() {
  const client = useQueryClient()
  const self = useQuery(selfQuery())
  const delegations = useQuery(ownDelegationsQuery())
  const [handing, setHanding] = useState(false)
  const [ending, setEnding] = useState<Delegation | null>(null)
  const end = useMutation({
    mutationFn: takeBack,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: delegationKeys })
      void client.invalidateQueries({ queryKey: keys.self })
      setEnding(null)
    },
  })
  const ownId = self.data?.person?.person_id
  const leads = Boolean(self.data?.leads_people && self.data.roles.includes('manager'))
  return (
    <>
      <PageHeader
        title="Delegations"
        lead="Lines that were handed over from day to day. They begin and lapse by themselves."
        actions={leads ? <Button onClick={() => setHanding(true)}>Hand my line over</Button> : null}
      />
      <Loaded query={delegations}>
        {items =>
          items.length ? (
            <Stack>
              {items.map(each => (
                <DelegationCard
                  key={each.delegation_id}
                  found={each}
                  own={each.manager_id === ownId}
                  onEnd={() => setEnding(each)}
                />
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="Nothing handed over">Neither by you nor to you.</Empty>
            </Card>
          )
        }
      </Loaded>
      {handing ? <HandOverDialog onClose={() => setHanding(false)} /> : null}
      {ending ? (
        <ReasonDialog
          title="End the delegation"
          lead="It ends now. What was done stays, and stays logged."
          action="End it"
          error={end.error}
          busy={end.isPending}
          onReason={reason => end.mutate({ delegationId: ending.delegation_id, reason })}
          onClose={() => {
            end.reset()
            setEnding(null)
          }}
        />
      ) : null}
    </>
  )
}
