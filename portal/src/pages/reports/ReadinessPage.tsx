import { Anchor, Card, Group, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import type { PersonReadiness, ReadinessFigures, ReadinessGroup } from '@/api/model'
import {
  type ReadinessFilter,
  readinessFiguresQuery,
  readinessPagesQuery,
  readinessReportQuery,
} from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { MorePages } from '@/ui/MorePages'
import { ShareBar } from '@/ui/ShareBar'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay, lastDayBefore } from '@/words/dates'
import { readinessState, roleChoiceName } from '@/words/states'
import { PersonLink } from '../catalogue/links'
import { Requirements } from '../progress/Readiness'
import { apiFilter, groupedFilter, type ReportSearch, readinessStates } from './filter'
import { GroupList } from './GroupList'
import { FreshnessNote, ReportFrame } from './ReportFrame'
import { mostReadyFirst, readinessCounts } from './readiness-order'

const route = getRouteApi('/reports/readiness')
const interval = 15_000

/** A longer list is shown some at a time, and not in order. */
const mostListed = 1_000

interface ListProps {
  search: ReportSearch
}

/** Who is listed, as the API takes it. */
const listed = ({ state, ...search }: ReportSearch): ReadinessFilter => ({
  ...apiFilter('readiness', search),
  ...(state ? { state: [state] } : {}),
})

/** All of them, the readiest first. */
function People({ search }: ListProps) {
  const report = useQuery({ ...readinessReportQuery(listed(search)), refetchInterval: interval })
  return (
    <Loaded query={report} bars={6}>
      {data => <PeopleList people={mostReadyFirst(data.items)} />}
    </Loaded>
  )
}

/** The same some at a time, for more than can be put in order. */
function PeopleByPages({ search }: ListProps) {
  const pages = useInfiniteQuery(readinessPagesQuery(listed(search)))
  return (
    <Loaded query={pages} bars={6}>
      {data => {
        const people = data.pages.flatMap(page => page.items)
        return (
          <>
            <PeopleList people={people} paged />
            <MorePages list={pages}>Show more people ({people.length} so far)</MorePages>
          </>
        )
      }}
    </Loaded>
  )
}

/** The people, with each requirement behind the state that each is in. */
function PeopleList({ people, paged = false }: { people: PersonReadiness[]; paged?: boolean }) {
  return (
    <DataList
      label="Readiness"
      idAccessor="person_id"
      records={people}
      paged={paged}
      empty={<Empty title="Nobody">These filters leave nobody with a role who is this ready.</Empty>}
      details={{
        label: row => `Requirements of ${row.person_name ?? row.person_id}`,
        content: row => (
          <>
            <Text size="sm" mb="xs">
              {row.explanation}
            </Text>
            <Requirements readiness={row} />
          </>
        ),
      }}
      columns={[
        {
          accessor: 'person_name',
          title: 'Person',
          render: row => (
            <Text size="sm" fw={560} component="div">
              <PersonLink id={row.person_id}>{row.person_name ?? row.person_id}</PersonLink>
            </Text>
          ),
        },
        {
          accessor: 'role_name',
          title: 'Role',
          render: row => (
            <>
              <Text size="sm">{row.role_name}</Text>
              <Text size="xs" c="dimmed">
                {roleChoiceName(row.role_choice ?? '')}
              </Text>
            </>
          ),
        },
        {
          accessor: 'met_count',
          title: 'Met',
          render: row => (
            <ShareBar part={row.met_count} of={row.requirement_count} counts="requirements met" />
          ),
        },
        {
          accessor: 'state',
          title: 'State',
          render: row => (
            <>
              <StateBadge state={readinessState(row.state)} />
              {row.ready_until ? (
                <Text size="xs" c="dimmed">
                  until {formatDay(lastDayBefore(row.ready_until))}
                </Text>
              ) : null}
            </>
          ),
        },
      ]}
    />
  )
}

/** How many people are in each state; each leads to those who are. */
function States({ figures, search }: ListProps & { figures: ReadinessFigures }) {
  const { state: chosen, ...all } = search
  return (
    <Group gap="xs" mb="md" role="group" aria-label="By state">
      {readinessCounts(figures).map(({ state, count }) => (
        <Anchor
          key={state}
          aria-current={state === chosen}
          renderRoot={root => (
            <Link {...root} to="/reports/readiness" search={state === chosen ? all : { ...search, state }} />
          )}
        >
          <StateBadge
            size="lg"
            variant={state === chosen ? 'filled' : 'light'}
            style={{ cursor: 'pointer' }}
            state={{ ...readinessState(state), label: `${readinessState(state).label}: ${count}` }}
          />
        </Anchor>
      ))}
      {chosen ? (
        <Anchor size="sm" renderRoot={root => <Link {...root} to="/reports/readiness" search={all} />}>
          Show everybody
        </Anchor>
      ) : null}
    </Group>
  )
}

/** Of a group: how many people have a role to compare with, who of them is ready, and how many are in each state. */
const groupColumns: DataTableColumn<ReadinessGroup>[] = [
  {
    accessor: 'people',
    title: 'People',
    textAlign: 'right',
    width: 90,
    render: ({ figures }) => figures.people_count,
  },
  {
    accessor: 'share',
    title: 'Share ready',
    width: 150,
    render: ({ figures }) => (
      <ShareBar part={figures.ready + figures.ready_until} of={figures.people_count} counts="people ready" />
    ),
  },
  ...readinessStates.map(state => ({
    accessor: state,
    title: readinessState(state).label,
    textAlign: 'right' as const,
    width: 128,
    render: ({ figures }: ReadinessGroup) => figures[state],
  })),
]

/** Who is behind the figures, or behind the one of a state that is chosen. */
function WhoIsHowReady({ figures, search }: ListProps & { figures: ReadinessFigures }) {
  const count = search.state ? figures[search.state] : figures.people_count
  if (count <= mostListed) return <People search={search} />
  if (search.state) return <PeopleByPages search={search} />
  return (
    <Card>
      <Empty title="Too many to list">
        Choose a state, a department or a team to see who is how ready, or download everybody as a file.
      </Empty>
    </Card>
  )
}

/** How ready people are, and for which role. */
export function ReadinessPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const report = useQuery({
    ...readinessFiguresQuery(groupedFilter('readiness', search)),
    refetchInterval: interval,
  })
  return (
    <ReportFrame
      title="Readiness"
      lead="Who is ready for which role, who nearly is, and what is lacking."
      report="readiness"
      search={search}
      onSearch={changed => navigate({ search: changed })}
      defaultChoice="Target, next rung or own"
      asked={search.state ? { state: [search.state] } : {}}
    >
      <Loaded query={report} bars={6}>
        {({ figures, freshness, without_role_count, groups, hidden_count }) => (
          <>
            <FreshnessNote
              freshness={freshness}
              peopleCount={figures?.people_count ?? 0}
              withoutRoleCount={without_role_count}
            />
            {figures ? <States figures={figures} search={search} /> : null}
            {search.by ? (
              <GroupList
                report="/reports/readiness"
                search={search}
                by={search.by}
                groups={groups}
                hiddenCount={hidden_count}
                columns={groupColumns}
              />
            ) : null}
            {figures ? <WhoIsHowReady figures={figures} search={search} /> : null}
          </>
        )}
      </Loaded>
    </ReportFrame>
  )
}
