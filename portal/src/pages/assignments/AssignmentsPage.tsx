import { Anchor, Button, Group, Text } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Assignment } from '@/api/model'
import { assignmentsQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ShareBar } from '@/ui/ShareBar'
import { formatDay, formatInstant } from '@/words/dates'

/** By when, or that there is nothing to do any more. */
function dueWords(assignment: Assignment): string {
  if (assignment.withdrawn_at) return 'Withdrawn'
  if (assignment.due_on) return formatDay(assignment.due_on)
  return assignment.terms.due ? 'Depends on the person' : 'No due date'
}

/** What has been assigned to people in reach, the newest first. */
export function AssignmentsPage() {
  const assignments = useQuery({ ...assignmentsQuery(), refetchInterval: 30_000 })
  return (
    <>
      <PageHeader
        title="Assignments"
        lead="What has been assigned, and how far people are."
        actions={
          <Group gap="xs">
            <Button variant="default" renderRoot={root => <Link {...root} to="/audiences" />}>
              Audiences
            </Button>
            <Button variant="default" renderRoot={root => <Link {...root} to="/assign/audience" />}>
              Assign to an audience
            </Button>
            <Button
              leftSection={<IconRoute size={18} aria-hidden />}
              renderRoot={root => <Link {...root} to="/assign" />}
            >
              Assign a path
            </Button>
          </Group>
        }
      />
      <Loaded query={assignments}>
        {data => (
          <DataList
            label="Assignments"
            idAccessor="assignment_id"
            records={data}
            empty={<Empty title="Nothing assigned yet">Assign a path to see it here.</Empty>}
            columns={[
              {
                accessor: 'path_name',
                title: 'Path',
                render: assignment => (
                  <>
                    <Anchor
                      fw={560}
                      size="sm"
                      c="inherit"
                      renderRoot={root => (
                        <Link
                          {...root}
                          to="/assignments/$assignmentId"
                          params={{ assignmentId: assignment.assignment_id }}
                        />
                      )}
                    >
                      {assignment.path_name ?? assignment.path_id}
                    </Anchor>
                    {assignment.note ? (
                      <Text size="xs" c="dimmed" lineClamp={1}>
                        {assignment.note}
                      </Text>
                    ) : null}
                  </>
                ),
              },
              {
                accessor: 'assigned_at',
                title: 'Assigned',
                render: assignment => (
                  <Text size="sm">
                    {formatInstant(assignment.assigned_at)}
                    <Text span size="xs" c="dimmed" display="block">
                      by {assignment.assigned_by_name ?? assignment.assigned_by ?? 'an API client'}
                    </Text>
                  </Text>
                ),
              },
              {
                accessor: 'due_on',
                title: 'Due',
                render: assignment => <Text size="sm">{dueWords(assignment)}</Text>,
              },
              {
                accessor: 'completed_count',
                title: 'Complete',
                render: assignment => (
                  <ShareBar
                    part={assignment.completed_count}
                    of={assignment.enrolled_count}
                    counts="people complete"
                  />
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}
