import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { IconRoute, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Self } from '@/api/model'
import { pathProgressQuery, peopleQuery, readinessReportQuery, selfQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { ShareBar } from '@/ui/ShareBar'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay } from '@/words/dates'
import { readinessState } from '@/words/states'
import { PersonLink } from '../catalogue/links'

import { type TeamMember, teamMembers } from './team-members'

const route = getRouteApi('/team')

function PathsCell({ member }: { member: TeamMember }) {
  if (!member.pathCount) {
    return (
      <Text size="sm" c="dimmed">
        No path
      </Text>
    )
  }
  return (
    <Text size="sm" className="figures">
      {member.completedPathCount} of {member.pathCount} complete
    </Text>
  )
}

function DueCell({ member }: { member: TeamMember }) {
  if (member.overdueCount) {
    return <StateBadge state={{ label: `${member.overdueCount} overdue`, color: 'clay' }} />
  }
  return (
    <Text size="sm" c={member.nextDueOn ? undefined : 'dimmed'}>
      {member.nextDueOn ? formatDay(member.nextDueOn) : 'Nothing due'}
    </Text>
  )
}

function ReadinessCell({ member }: { member: TeamMember }) {
  const { readiness } = member
  if (readiness === undefined) {
    return (
      <Text size="sm" c="dimmed">
        …
      </Text>
    )
  }
  if (readiness === null) {
    return (
      <Text size="sm" c="dimmed">
        No role to compare
      </Text>
    )
  }
  return (
    <Group gap="sm">
      <ShareBar part={readiness.met_count} of={readiness.requirement_count} counts="requirements met" />
      <div>
        <StateBadge state={readinessState(readiness.state)} size="sm" />
        <Text size="xs" c="dimmed">
          {readiness.role_name}
        </Text>
      </div>
    </Group>
  )
}

function Team({ managerId }: { managerId: string }) {
  const { sub } = route.useSearch()
  const navigate = route.useNavigate()
  const [text, setText] = useState('')
  const filter = { team_id: managerId, include_sub_teams: sub }
  const people = useQuery(peopleQuery(filter))
  const progress = useQuery(pathProgressQuery())
  const readiness = useQuery(readinessReportQuery(filter))
  return (
    <>
      <PageHeader
        title="My team"
        lead="Where everybody in your line stands."
        actions={
          <Button
            leftSection={<IconRoute size={18} aria-hidden />}
            renderRoot={root => <Link {...root} to="/assign" />}
          >
            Assign a path
          </Button>
        }
      />
      <Group mb="md" justify="space-between">
        <TextInput
          aria-label="Search the team"
          placeholder="Search by name or title"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          w={{ base: '100%', xs: 280 }}
        />
        <SegmentedControl
          aria-label="Whom to show"
          value={sub ? 'all' : 'direct'}
          onChange={value => navigate({ search: { sub: value === 'all' }, replace: true })}
          data={[
            { value: 'direct', label: 'Direct reports' },
            { value: 'all', label: 'With sub-teams' },
          ]}
        />
      </Group>
      {progress.error ? <ProblemNotice error={progress.error} onRetry={() => progress.refetch()} /> : null}
      {readiness.error ? <ProblemNotice error={readiness.error} onRetry={() => readiness.refetch()} /> : null}
      <Loaded query={people}>
        {data => (
          <DataList
            label="My team"
            idAccessor="personId"
            records={teamMembers(data, progress.data, readiness.data?.items).filter(member =>
              `${member.name} ${member.title}`.toLowerCase().includes(text.toLowerCase()),
            )}
            empty={<Empty title={text ? 'Nobody fits' : 'Nobody reports to you'} />}
            columns={[
              {
                accessor: 'name',
                title: 'Person',
                render: member => (
                  <>
                    <Text fw={560} size="sm" component="div">
                      <PersonLink id={member.personId}>{member.name}</PersonLink>
                    </Text>
                    <Text size="xs" c="dimmed">
                      {member.title}
                    </Text>
                  </>
                ),
              },
              { accessor: 'paths', title: 'Paths', render: member => <PathsCell member={member} /> },
              { accessor: 'due', title: 'Next due', render: member => <DueCell member={member} /> },
              {
                accessor: 'readiness',
                title: 'Readiness',
                render: member => <ReadinessCell member={member} />,
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}

/** The people of the signed-in manager's line. */
export function TeamPage() {
  const self = useQuery(selfQuery())
  return (
    <Loaded query={self} page>
      {(data: Self) =>
        data.person ? <Team managerId={data.person.person_id} /> : <Empty title="This account leads nobody" />
      }
    </Loaded>
  )
}
