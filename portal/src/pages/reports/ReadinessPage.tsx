import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { readinessReportQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ShareBar } from '@/ui/ShareBar'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay, lastDayBefore } from '@/words/dates'
import { readinessState, roleChoiceName } from '@/words/states'
import { PersonLink } from '../catalogue/links'
import { Requirements } from '../progress/Readiness'
import { apiFilter } from './filter'
import { FreshnessNote, ReportFrame } from './ReportFrame'
import { mostReadyFirst, readinessCounts } from './readiness-order'

const route = getRouteApi('/reports/readiness')
const interval = 15_000

/** How ready people are, and for which role. */
export function ReadinessPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const report = useQuery({ ...readinessReportQuery(apiFilter(search)), refetchInterval: interval })
  return (
    <ReportFrame
      title="Readiness"
      lead="Who is ready for which role, who nearly is, and what is lacking."
      report="readiness"
      search={search}
      onSearch={changed => navigate({ search: changed, replace: true })}
      byRole
      defaultChoice="Target, else next rung"
    >
      <Loaded query={report} bars={6}>
        {data => (
          <>
            <FreshnessNote
              freshness={data.freshness}
              peopleCount={data.items.length}
              withoutRoleCount={data.without_role_count}
            />
            <Group gap="xs" mb="md">
              {readinessCounts(data.items).map(({ state, count }) => (
                <StateBadge
                  key={state}
                  size="lg"
                  state={{
                    ...readinessState(state),
                    label: `${readinessState(state).label}: ${count}`,
                  }}
                />
              ))}
            </Group>
            <DataList
              label="Readiness"
              idAccessor="person_id"
              records={mostReadyFirst(data.items)}
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
          </>
        )}
      </Loaded>
    </ReportFrame>
  )
}
