import { Button, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ScheduledRevision } from '@/api/model'
import { keys } from '@/api/queries'
import { revisionsQuery, withdrawRevision } from '@/api/revisions'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay } from '@/words/dates'
import { entryKindName } from '@/words/entries'
import { revisionState } from '@/words/revisions'
import { EntryLink } from './EntryLink'

function State({ revision }: { revision: ScheduledRevision }) {
  return (
    <Stack gap={2} align="flex-start">
      <StateBadge state={revisionState(revision.state)} miw="fit-content" />
      {revision.problems.map(problem => (
        <Text size="sm" c="dimmed" key={`${problem.field}/${problem.reason}`}>
          {problem.detail}
        </Text>
      ))}
    </Stack>
  )
}

function WithdrawButton({ revision }: { revision: ScheduledRevision }) {
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: withdrawRevision,
    onSuccess: () => notifications.show({ color: 'gray', title: 'Withdrawn', message: revision.name }),
    onError: error =>
      notifications.show({ color: 'clay', title: 'Not withdrawn', message: error.message, autoClose: false }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.catalogue }),
  })
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={`Withdraw the change of ${revision.name}`}
      loading={withdraw.isPending}
      onClick={() => withdraw.mutate(revision)}
    >
      Withdraw
    </Button>
  )
}

/** Changes of published entries that wait for their day, and those that did not fit on it. */
export function ScheduledChanges() {
  const revisions = useQuery(revisionsQuery())
  return (
    <section aria-labelledby="scheduled">
      <Title order={2} id="scheduled" mb="sm">
        Scheduled changes
      </Title>
      <Loaded query={revisions}>
        {data => (
          <DataList
            label="Scheduled changes"
            records={data.map(revision => ({ ...revision, key: `${revision.kind}/${revision.entry_id}` }))}
            idAccessor="key"
            empty={<Empty title="Nothing waits">A change of what is published can wait for its day.</Empty>}
            columns={[
              {
                accessor: 'name',
                title: 'Name',
                render: ({ kind, entry_id, name }) => (
                  <Text fw={560}>
                    <EntryLink kind={kind} id={entry_id} name={name} />
                  </Text>
                ),
              },
              {
                accessor: 'kind',
                title: 'Kind',
                render: ({ kind }) => <Text size="sm">{entryKindName(kind)}</Text>,
              },
              {
                accessor: 'effective_on',
                title: 'Takes effect',
                render: ({ effective_on }) => <Text size="sm">{formatDay(effective_on)}</Text>,
              },
              { accessor: 'state', title: 'State', render: revision => <State revision={revision} /> },
              {
                accessor: 'key',
                title: 'Change',
                textAlign: 'right',
                render: revision => <WithdrawButton revision={revision} />,
              },
            ]}
          />
        )}
      </Loaded>
    </section>
  )
}
