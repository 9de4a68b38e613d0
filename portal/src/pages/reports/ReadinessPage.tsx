import { Anchor, Card, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReadinessFigures } from '@/api/model'
import { readinessFiguresQuery, readinessReportQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ShareBar } from '@/ui/ShareBar'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay, lastDayBefore } from '@/words/dates'
import { readinessState, roleChoiceName } from '@/words/states'
import { PersonLink } from '../catalogue/links'
import { Requirements } from '../progress/Readiness'
import { apiFilter, type ReportSearch } from './filter'
import { FreshnessNote, ReportFrame } from './ReportFrame'
import { mostReadyFirst, readinessCounts } from './readiness-order'

const route = getRouteApi('/reports/readiness')
const interval = 15_000

/** A longer list is not read person by person. */
const mostListed = 1_000

interface ListProps {
  search: ReportSearch
}

/** The people, with each requirement behind the state that each is in. */
function People({ search: { state, ...search } }: ListProps) {
  const report = useQuery({
    ...readinessReportQuery(apiFilter('readiness', search)),
    refetchInterval: interval,
  })
  return (
    <Loaded query={report} bars={6}>
      {data => (
        <DataList
          label="Readiness"
          idAccessor="person_id"
          records={mostReadyFirst(state ? data.items.filter(row => row.state === state) : data.items)}
          empty={<Empty title="Nobody to compare">These filters leave nobody with a role.</Empty>}
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
      )}
    </Loaded>
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

/** How ready people are, and for which role. */
export function ReadinessPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const report = useQuery({
    ...readinessFiguresQuery(apiFilter('readiness', search)),
    refetchInterval: interval,
  })
  return (
    <ReportFrame
      title="Readiness"
      lead="Who is ready for which role, who nearly is, and what is lacking."
      report="readiness"
      search={search}
      onSearch={changed => navigate({ search: changed, replace: true })}
      defaultChoice="Target, else next rung"
    >
      <Loaded query={report} bars={6}>
        {({ figures, freshness, without_role_count }) => (
          <>
            <FreshnessNote
              freshness={freshness}
              peopleCount={figures?.people_count ?? 0}
              withoutRoleCount={without_role_count}
            />
            {figures ? <States figures={figures} search={search} /> : null}
            {(figures?.people_count ?? 0) > mostListed ? (
              <Card>
                <Empty title="Too many to list">
                  Choose a department or a team to see who is how ready, or download everybody as a file.
                </Empty>
              </Card>
            ) : (
              <People search={search} />
            )}
          </>
        )}
      </Loaded>
    </ReportFrame>
  )
}
