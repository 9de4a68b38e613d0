import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { PipelineCandidate, PipelineRole } from '@/api/model'
import { pipelineQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { dayOf, formatDay } from '@/words/dates'
import { pipelineFigure } from '@/words/figures'
import { pipelineStage, pipelineStages } from '@/words/stages'
import { PersonLink } from '../catalogue/links'
import { FigureLink } from '../explanations/FigureLink'
import { apiFilter, usualMonths } from './filter'
import { MonthsSelect } from './MonthsSelect'
import classes from './PipelinePage.module.css'
import { FreshnessNote, ReportFrame } from './ReportFrame'

const route = getRouteApi('/reports/pipeline')

function Stages({ role }: { role: PipelineRole }) {
  const counted = pipelineStages.map(stage => ({ stage, ...pipelineStage(stage), count: role[stage] }))
  const there = counted.filter(({ count }) => count > 0)
  return (
    <div
      className={classes.bar}
      role="img"
      aria-label={there.map(({ label, count }) => `${label}: ${count}`).join(', ')}
    >
      {there.map(({ stage, count }) => (
        <span key={stage} className={classes[stage]} style={{ flexGrow: count }} />
      ))}
    </div>
  )
}

function Candidates({ candidates }: { candidates: readonly PipelineCandidate[] }) {
  if (!candidates.length) return <Text size="sm">Nobody to name.</Text>
  return (
    <Stack gap="xs">
      {pipelineStages.flatMap(stage =>
        candidates
          .filter(candidate => candidate.stage === stage)
          .map(candidate => (
            <Group key={candidate.person_id} gap="sm">
              <Text size="sm" fw={560} component="span">
                <PersonLink id={candidate.person_id}>
                  {candidate.person_name ?? candidate.person_id}
                </PersonLink>
              </Text>
              <StateBadge state={pipelineStage(stage)} />
              {candidate.ready_at ? (
                <Text size="sm" c="dimmed">
                  {formatDay(dayOf(new Date(candidate.ready_at)))}
                </Text>
              ) : null}
            </Group>
          )),
      )}
    </Stack>
  )
}

/** Who is on the way to which role. */
export function PipelinePage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const months = search.months ?? usualMonths.pipeline
  const report = useQuery(pipelineQuery(apiFilter('pipeline', search), months))
  return (
    <ReportFrame
      title="Promotion pipeline"
      lead="Who could take which role now, and who will by the plan that they are on."
      report="pipeline"
      search={search}
      onSearch={changed => navigate({ search: changed })}
      defaultChoice="Target, else next rung"
      asked={{ months }}
      controls={
        <MonthsSelect
          label="Look ahead"
          months={months}
          choices={[3, 6, 12, 24]}
          onChange={chosen => navigate({ search: { ...search, months: chosen } })}
        />
      }
    >
      <Loaded query={report} bars={6}>
        {data => (
          <>
            <FreshnessNote
              freshness={data.freshness}
              peopleCount={data.people_count}
              withoutRoleCount={data.without_role_count}
            />
            <Text size="sm" c="dimmed" mb="sm">
              “Ready by plan”: by {formatDay(data.until.slice(0, 10))}, if each path is completed on its last
              day.
              {data.hidden_count ? ` ${data.hidden_count} roles are about too few people to be shown.` : ''}
            </Text>
            <DataList
              label="Promotion pipeline"
              idAccessor="role_id"
              records={data.roles}
              empty={
                <Empty title="Nobody on the way">
                  These filters leave nobody who aims at a role or stands below one on a ladder.
                </Empty>
              }
              details={{
                label: role => `Who is on the way to ${role.role_name}`,
                content: role => <Candidates candidates={role.candidates} />,
              }}
              columns={[
                {
                  accessor: 'role_name',
                  title: 'Role',
                  render: role => (
                    <Text size="sm" fw={560} span>
                      {role.role_name}{' '}
                      <FigureLink
                        count={role.people_count}
                        behind={pipelineFigure(role.role_name, undefined)}
                        to="/reports/pipeline/explanation"
                        search={{ ...search, line: role.role_id }}
                        told={`(${role.people_count})`}
                      />
                    </Text>
                  ),
                },
                { accessor: 'bar', title: 'Stages', width: '30%', render: role => <Stages role={role} /> },
                ...pipelineStages.map(stage => ({
                  accessor: stage,
                  title: pipelineStage(stage).label,
                  textAlign: 'right' as const,
                  render: (role: PipelineRole) => (
                    <FigureLink
                      count={role[stage]}
                      behind={pipelineFigure(role.role_name, stage)}
                      to="/reports/pipeline/explanation"
                      search={{ ...search, line: role.role_id, stage }}
                    />
                  ),
                })),
              ]}
            />
          </>
        )}
      </Loaded>
    </ReportFrame>
  )
}
