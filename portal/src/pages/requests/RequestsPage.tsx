import { Card, Stack, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LearningRequest } from '@/api/model'
import { selfQuery } from '@/api/queries'
import { ownRequestsQuery, waitingRequestsQuery } from '@/api/requests'
import { decides } from '@/app/navigation'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { DecisionDialog } from './DecisionDialog'
import { RequestCard, type Verdict } from './RequestCard'

interface Deciding {
  readonly request: LearningRequest
  readonly state: Verdict
}

function Waiting({ ownId, onDecide }: { ownId: string | undefined; onDecide(deciding: Deciding): void }) {
  const waiting = useQuery(waitingRequestsQuery())
  return (
    <Loaded query={waiting}>
      {items => {
        const others = items.filter(each => each.person_id !== ownId)
        return others.length ? (
          <Stack>
            {others.map(request => (
              <RequestCard
                key={request.request_id}
                request={request}
                verdicts={['refused', 'approved']}
                onDecide={state => onDecide({ request, state })}
              />
            ))}
          </Stack>
        ) : (
          <Card>
            <Empty title="Nothing waits">Every request has been decided.</Empty>
          </Card>
        )
      }}
    </Loaded>
  )
}

function Own({ onDecide }: { onDecide(deciding: Deciding): void }) {
  const own = useQuery(ownRequestsQuery())
  return (
    <Loaded query={own}>
      {items =>
        items.length ? (
          <Stack>
            {items.map(request => (
              <RequestCard
                key={request.request_id}
                request={request}
                verdicts={request.state === 'submitted' ? ['withdrawn'] : []}
                onDecide={state => onDecide({ request, state })}
              />
            ))}
          </Stack>
        ) : (
          <Card>
            <Empty title="No requests">
              Propose a learning path from its page or from a plan, or ask for money on a credential's page.
            </Empty>
          </Card>
        )
      }
    </Loaded>
  )
}

/** Paths that people propose and money that they ask for: the own requests, and those that wait for a decision. */
export function RequestsPage() {
  const self = useQuery(selfQuery())
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const ownId = self.data?.person?.person_id
  const mayDecide = Boolean(self.data && decides(self.data))
  return (
    <>
      <PageHeader title="Requests" lead="Proposed paths, financial aid, and the cost of credentials." />
      {self.data ? (
        <Tabs defaultValue={mayDecide ? 'waiting' : 'own'}>
          <Tabs.List mb="md">
            {mayDecide ? <Tabs.Tab value="waiting">To decide</Tabs.Tab> : null}
            {ownId ? <Tabs.Tab value="own">Mine</Tabs.Tab> : null}
          </Tabs.List>
          {mayDecide ? (
            <Tabs.Panel value="waiting">
              <Waiting ownId={ownId} onDecide={setDeciding} />
            </Tabs.Panel>
          ) : null}
          {ownId ? (
            <Tabs.Panel value="own">
              <Own onDecide={setDeciding} />
            </Tabs.Panel>
          ) : null}
        </Tabs>
      ) : null}
      {deciding ? <DecisionDialog {...deciding} onClose={() => setDeciding(null)} /> : null}
    </>
  )
}
