import { Anchor, Card, Group, Stack, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { assignmentProgressQuery, assignmentQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { PathCairn } from '@/ui/PathCairn'
import { Ring } from '@/ui/Ring'
import { StateBadge } from '@/ui/StateBadge'
import { formatInstant } from '@/words/dates'
import { pathState, stepState } from '@/words/states'
import { PathLink, PersonLink } from '../catalogue/links'
import { DueDate } from '../progress/DueDate'
import { WithdrawButton } from './WithdrawButton'

const route = getRouteApi('/assignments/$assignmentId')

/** One assignment with everybody it enrolled. */
export function AssignmentPage() {
  const { assignmentId } = route.useParams()
  const assignment = useQuery(assignmentQuery(assignmentId))
  const progress = useQuery({ ...assignmentProgressQuery(assignmentId), refetchInterval: 15_000 })
  return (
    <>
      <Anchor
        size="sm"
        mb="sm"
        display="inline-block"
        renderRoot={root => <Link {...root} to="/assignments" />}
      >
        <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All assignments
      </Anchor>
      <Loaded query={assignment} page>
        {data => (
          <>
            <PageHeader
              title={data.path_name ?? data.path_id}
              actions={data.withdrawn_at ? null : <WithdrawButton assignmentId={data.assignment_id} />}
              lead={
                <>
                  Assigned {formatInstant(data.assigned_at)} by{' '}
                  {data.assigned_by_name ?? data.assigned_by ?? 'an API client'}
                </>
              }
            />
            <Card mb="lg">
              <Group gap="lg" wrap="nowrap">
                <Ring done={data.completed_count} needed={data.enrolled_count} counts="people complete" />
                <Stack gap={4}>
                  <Text fw={560}>
                    <PathLink id={data.path_id}>{data.path_name ?? data.path_id}</PathLink>
                  </Text>
                  <DueDate dueOn={data.due_on} />
                  {data.note ? <Text size="sm">“{data.note}”</Text> : null}
                  {data.terms.standing && !data.withdrawn_at ? (
                    <Text size="sm">Goes on for whoever joins later.</Text>
                  ) : null}
                  {data.withdrawn_at ? (
                    <Text size="sm">Withdrawn {formatInstant(data.withdrawn_at)}</Text>
                  ) : null}
                </Stack>
              </Group>
            </Card>
          </>
        )}
      </Loaded>
      <Loaded query={progress}>
        {data => (
          <DataList
            label="Progress of each person"
            idAccessor="id"
            records={data.map(path => ({ id: path.enrolment.enrolment_id, path }))}
            empty={
              <Empty title="Nobody was enrolled">Everybody in the audience was on the path already.</Empty>
            }
            details={{
              label: ({ path }) => `Steps of ${path.person_name ?? path.enrolment.person_id}`,
              content: ({ path }) => (
                <Stack gap={6}>
                  {path.steps.map(step => (
                    <Group key={step.step_id} gap="xs">
                      <Text size="sm">{step.name}</Text>
                      <StateBadge state={stepState(step.state)} size="xs" />
                    </Group>
                  ))}
                </Stack>
              ),
            }}
            columns={[
              {
                accessor: 'person',
                title: 'Person',
                render: ({ path }) => (
                  <Text size="sm" fw={560} component="div">
                    <PersonLink id={path.enrolment.person_id}>
                      {path.person_name ?? path.enrolment.person_id}
                    </PersonLink>
                  </Text>
                ),
              },
              {
                accessor: 'steps',
                title: 'Steps',
                render: ({ path }) => (
                  <Group gap="sm" wrap="nowrap">
                    <PathCairn states={path.steps.map(step => step.state)} width={44} height={38} />
                    <Text size="sm" className="figures">
                      {path.completed_steps} of {path.steps.length}
                    </Text>
                  </Group>
                ),
              },
              {
                accessor: 'state',
                title: 'State',
                render: ({ path }) => <StateBadge state={pathState(path)} />,
              },
              {
                accessor: 'due',
                title: 'Due',
                render: ({ path }) => (
                  <DueDate dueOn={path.due_on} completed={path.completed} overdue={path.overdue} />
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}
