import { Card, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { TrendFigures, TrendMonth } from '@/api/model'
import { trendsQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ShareBar } from '@/ui/ShareBar'
import { dayOf, formatMonth, monthsBefore } from '@/words/dates'
import { apiFilter } from './filter'
import { MonthBars } from './MonthBars'
import { MonthsSelect } from './MonthsSelect'
import { FreshnessNote, ReportFrame } from './ReportFrame'

const route = getRouteApi('/reports/trends')
const usualMonths = 12

/** What a chart tells of a month, and as how high a bar. */
const charts: readonly {
  title: string
  value(figures: TrendFigures): number
  tell(figures: TrendFigures): string
  color: string
}[] = [
  {
    title: 'Ready for their role',
    value: figures => (figures.compared_count ? figures.ready / figures.compared_count : 0),
    tell: figures => `${figures.ready} of ${figures.compared_count}`,
    color: 'var(--cairn-done-bar)',
  },
  {
    title: 'Open gaps',
    value: figures => figures.gaps_open,
    tell: figures => String(figures.gaps_open),
    color: 'var(--cairn-short-bar)',
  },
  {
    title: 'Credentials that count',
    value: figures => figures.credentials_valid,
    tell: figures => String(figures.credentials_valid),
    color: 'var(--cairn-accent)',
  },
]

const hidden = (
  <Text size="sm" c="dimmed" span>
    Too few to show
  </Text>
)

const told = (tell: (figures: TrendFigures) => string) => (row: TrendMonth) =>
  row.figures ? (
    <Text size="sm" className="figures" span>
      {tell(row.figures)}
    </Text>
  ) : (
    hidden
  )

/** How readiness, gaps and credentials went from month to month. */
export function TrendsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const months = search.months ?? usualMonths
  const since = monthsBefore(dayOf(new Date()), months - 1)
  const report = useQuery(trendsQuery(apiFilter(search), since))
  return (
    <ReportFrame
      title="Trends"
      lead="How readiness, gaps and credentials went, month by month."
      report="trends"
      search={search}
      onSearch={changed => navigate({ search: changed, replace: true })}
      byRole
      defaultChoice="Target, else next rung"
      asked={{ from: since }}
      controls={
        <MonthsSelect
          label="Look back"
          months={months}
          choices={[6, 12, 24, 36]}
          onChange={chosen => navigate({ search: { ...search, months: chosen }, replace: true })}
        />
      }
    >
      <Loaded query={report} bars={6}>
        {data => (
          <>
            <FreshnessNote freshness={data.freshness} />
            <SimpleGrid cols={{ base: 1, md: 3 }} mb="lg">
              {charts.map(chart => (
                <Card key={chart.title} component="section" aria-label={chart.title}>
                  <Text fw={600} mb="sm">
                    {chart.title}
                  </Text>
                  <MonthBars
                    label={chart.title}
                    color={chart.color}
                    bars={data.months.map(({ month, ahead, figures }) => ({
                      month,
                      ahead,
                      height: figures && chart.value(figures),
                      told: figures ? chart.tell(figures) : 'too few to show',
                    }))}
                  />
                </Card>
              ))}
            </SimpleGrid>
            <DataList
              label="Months"
              idAccessor="month"
              records={[...data.months].reverse()}
              empty={<Empty title="No month">Choose more months.</Empty>}
              columns={[
                {
                  accessor: 'month',
                  title: 'End of',
                  render: row => (
                    <Text size="sm" fw={560} span>
                      {formatMonth(row.month)}
                      {row.ahead ? ' (to come)' : ''}
                    </Text>
                  ),
                },
                { accessor: 'people', title: 'People', render: told(each => String(each.people_count)) },
                {
                  accessor: 'ready',
                  title: 'Ready',
                  render: row =>
                    row.figures ? (
                      <ShareBar part={row.figures.ready} of={row.figures.compared_count} counts="ready" />
                    ) : (
                      hidden
                    ),
                },
                { accessor: 'open', title: 'Open gaps', render: told(each => String(each.gaps_open)) },
                {
                  accessor: 'moved',
                  title: 'Opened, closed, gone',
                  render: told(each => `+${each.gaps_opened} −${each.gaps_closed} −${each.gaps_gone}`),
                },
                {
                  accessor: 'credentials',
                  title: 'Credentials',
                  render: told(each => String(each.credentials_valid)),
                },
                {
                  accessor: 'gained',
                  title: 'Gained, lapsed',
                  render: told(each => `+${each.credentials_gained} −${each.credentials_lapsed}`),
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </ReportFrame>
  )
}
