import { Button, Center, Group, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { type GapFigure, gapExplanationQuery } from '@/api/explanations'
import type { SkillGap, SkillGapGroup } from '@/api/model'
import { skillGapsQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ShareBar } from '@/ui/ShareBar'
import { askedFor, gapFigure } from '@/words/figures'
import { levelMeaning, levelName } from '@/words/levels'
import { FigureLink } from '../explanations/FigureLink'
import { FirstBehind } from '../explanations/FirstBehind'
import { type GapAddress, gapQuestion } from '../explanations/figure-address'
import { groupedFilter, type ReportSearch } from './filter'
import { GroupList } from './GroupList'
import { FreshnessNote, ReportFrame } from './ReportFrame'
import classes from './SkillGapsPage.module.css'

const route = getRouteApi('/reports/skill-gaps')
const interval = 15_000

const figures = [
  { figure: 'demanded', title: 'Asked of' },
  { figure: 'supplied', title: 'Have it' },
  { figure: 'short', title: 'Short' },
] as const

function GapBar({ gap, widest }: { gap: SkillGap; widest: number }) {
  const share = (count: number) => `${widest ? (count / widest) * 100 : 0}%`
  return (
    <div
      className={classes.bar}
      role="img"
      aria-label={`Asked of ${gap.demanded}, ${gap.supplied} have it, ${gap.short} short`}
    >
      <span className={classes.supplied} style={{ width: share(gap.supplied) }} />
      <span className={classes.short} style={{ width: share(gap.short) }} />
    </div>
  )
}

interface LineProps {
  gap: SkillGap
  search: ReportSearch
}

/** Where a figure of a line is explained. */
const figureAddress = ({ gap, search }: LineProps, figure: GapFigure): GapAddress => ({
  ...search,
  ...(gap.skill_id && gap.required_level
    ? { skill: gap.skill_id, level: gap.required_level }
    : { credential: gap.credential_id ?? '' }),
  figure,
})

function Figure({ figure, ...line }: LineProps & { figure: GapFigure }) {
  return (
    <FigureLink
      count={line.gap[figure]}
      behind={gapFigure(askedFor(line.gap.name, line.gap.required_level), figure)}
      strong={figure === 'short'}
      to="/reports/skill-gaps/explanation"
      search={figureAddress(line, figure)}
    />
  )
}

const total = (gaps: readonly SkillGap[], figure: GapFigure) =>
  gaps.reduce((sum, gap) => sum + gap[figure], 0)

/** Of a group: how many people, how much of what is asked of them is there, and what most of them are short of. */
const groupColumns: DataTableColumn<SkillGapGroup>[] = [
  { accessor: 'people_count', title: 'People', textAlign: 'right', width: 100 },
  {
    accessor: 'met',
    title: 'Have what is asked',
    render: ({ gaps }) => (
      <ShareBar part={total(gaps, 'supplied')} of={total(gaps, 'demanded')} counts="of what is asked" />
    ),
  },
  {
    accessor: 'short',
    title: 'Open gaps',
    textAlign: 'right',
    width: 110,
    render: ({ gaps }) => total(gaps, 'short'),
  },
  {
    accessor: 'largest',
    title: 'Largest shortage',
    render: ({ gaps: [largest], hidden_count }) => (
      <Text size="sm" className="sentence">
        {largest?.short
          ? `${askedFor(largest.name, largest.required_level)}: ${largest.short} of ${largest.demanded}`
          : hidden_count
            ? 'Too few to show'
            : 'None'}
      </Text>
    ),
  },
]

/** The first of those who are short, as soon as somebody asks. */
function WhoIsShort(line: LineProps) {
  const short = useInfiniteQuery(gapExplanationQuery(gapQuestion(figureAddress(line, 'short'))))
  return <FirstBehind behind={short} nobody="Nobody is short." />
}

/** Which skills and credentials people lack against what their roles ask for. */
export function SkillGapsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [allLines, setAllLines] = useState(false)
  const report = useQuery({
    ...skillGapsQuery(groupedFilter('skill-gaps', search)),
    refetchInterval: interval,
  })
  return (
    <ReportFrame
      title="Skill gaps"
      lead="What roles ask for against what people have proven. The largest shortage comes first."
      report="skill-gaps"
      search={search}
      onSearch={changed => navigate({ search: changed })}
      defaultChoice="Present role"
    >
      <Loaded query={report} bars={6}>
        {data => {
          const widest = Math.max(0, ...data.gaps.map(gap => gap.demanded))
          const lines = allLines ? data.gaps : data.gaps.filter(gap => gap.short > 0)
          const withoutGap = data.gaps.filter(gap => gap.short === 0).length
          return (
            <>
              <FreshnessNote
                freshness={data.freshness}
                peopleCount={data.people_count}
                withoutRoleCount={data.without_role_count}
              />
              {search.by ? (
                <GroupList
                  report="/reports/skill-gaps"
                  search={search}
                  by={search.by}
                  groups={data.groups}
                  columns={groupColumns}
                />
              ) : null}
              <Group gap="lg" mb="sm" aria-hidden="true">
                <Text size="xs" c="dimmed">
                  <span className={`${classes.key} ${classes.supplied}`} /> Have it
                </Text>
                <Text size="xs" c="dimmed">
                  <span className={`${classes.key} ${classes.short}`} /> Short
                </Text>
              </Group>
              <DataList
                label="Skill gaps"
                idAccessor="id"
                records={lines.map(gap => ({
                  ...gap,
                  id: `${gap.skill_id ?? gap.credential_id}-${gap.required_level ?? ''}`,
                }))}
                empty={
                  <Empty title={data.people_count ? 'No gap' : 'Nobody'}>
                    {data.people_count === 0
                      ? 'These filters leave nobody with a role.'
                      : data.gaps.length
                        ? 'Everybody has what their role asks for.'
                        : 'No role of these people asks for anything.'}
                  </Empty>
                }
                details={{
                  label: gap => `Who is short of ${askedFor(gap.name, gap.required_level)}`,
                  content: gap => <WhoIsShort gap={gap} search={search} />,
                }}
                columns={[
                  {
                    accessor: 'name',
                    title: 'Skill or credential',
                    render: gap => (
                      <Stack gap={0}>
                        <Text size="sm" fw={560} className="sentence">
                          {gap.name}
                        </Text>
                        <Text
                          size="xs"
                          c="dimmed"
                          title={gap.required_level ? levelMeaning(gap.required_level) : undefined}
                        >
                          {gap.required_level ? levelName(gap.required_level) : 'Credential'}
                        </Text>
                      </Stack>
                    ),
                  },
                  {
                    accessor: 'bar',
                    title: 'Demand',
                    width: '38%',
                    render: gap => <GapBar gap={gap} widest={widest} />,
                  },
                  ...figures.map(({ figure, title }) => ({
                    accessor: figure,
                    title,
                    textAlign: 'right' as const,
                    width: 100,
                    render: (gap: SkillGap) => <Figure figure={figure} gap={gap} search={search} />,
                  })),
                ]}
              />
              {withoutGap ? (
                <Center mt="md">
                  <Button variant="default" onClick={() => setAllLines(!allLines)} aria-pressed={allLines}>
                    {allLines ? 'Only what somebody is short of' : `Show ${withoutGap} more without a gap`}
                  </Button>
                </Center>
              ) : null}
            </>
          )
        }}
      </Loaded>
    </ReportFrame>
  )
}
