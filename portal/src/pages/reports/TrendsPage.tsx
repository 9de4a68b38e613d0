import { Card, Group, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import type { TrendFigure } from '@/api/explanations'
import type { TrendFigures, TrendGroup, TrendMonth } from '@/api/model'
import { trendsQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { formatMonth } from '@/words/dates'
import { trendFigure } from '@/words/figures'
import { FigureLink } from '../explanations/FigureLink'
import { groupedFilter, type ReportSearch, usualMonths } from './filter'
import { GroupList } from './GroupList'
import { MonthBars } from './MonthBars'
import { MonthsSelect } from './MonthsSelect'
import { FreshnessNote, ReportFrame } from './ReportFrame'

const route = getRouteApi('/reports/trends')

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

/** The columns of the table: each figure with the sign before it. */
const columns: readonly {
  accessor: string
  title: string
  figures: readonly { figure: TrendFigure; field: keyof TrendFigures; sign: string }[]
}[] = [
  { accessor: 'people', title: 'People', figures: [{ figure: 'people', field: 'people_count', sign: '' }] },
  {
    accessor: 'ready',
    title: 'Ready, of',
    figures: [
      { figure: 'ready', field: 'ready', sign: '' },
      { figure: 'compared', field: 'compared_count', sign: 'of ' },
    ],
  },
  { accessor: 'open', title: 'Open gaps', figures: [{ figure: 'gaps_open', field: 'gaps_open', sign: '' }] },
  {
    accessor: 'moved',
    title: 'Opened, closed, gone',
    figures: [
      { figure: 'gaps_opened', field: 'gaps_opened', sign: '+' },
      { figure: 'gaps_closed', field: 'gaps_closed', sign: '−' },
      { figure: 'gaps_gone', field: 'gaps_gone', sign: '−' },
    ],
  },
  {
    accessor: 'credentials',
    title: 'Credentials',
    figures: [{ figure: 'credentials_valid', field: 'credentials_valid', sign: '' }],
  },
  {
    accessor: 'gained',
    title: 'Gained, lapsed',
    figures: [
      { figure: 'credentials_gained', field: 'credentials_gained', sign: '+' },
      { figure: 'credentials_lapsed', field: 'credentials_lapsed', sign: '−' },
    ],
  },
]

interface FiguresProps {
  row: TrendMonth
  figures: (typeof columns)[number]['figures']
  search: ReportSearch
}

function Figures({ row, figures, search }: FiguresProps) {
  const told = row.figures
  if (!told) return hidden
  return (
    <Group gap="sm" wrap="nowrap">
      {figures.map(({ figure, field, sign }) => (
        <FigureLink
          key={figure}
          count={told[field]}
          behind={trendFigure(row.month, figure)}
          to="/reports/trends/explanation"
          search={{ ...search, month: row.month, figure }}
          told={`${sign}${told[field]}`}
        />
      ))}
    </Group>
  )
}

/** The latest month that is over. */
const latestMonth = (months: readonly TrendMonth[]) => months.findLast(({ ahead }) => !ahead)
const latest = ({ months }: TrendGroup) => latestMonth(months)?.figures ?? null

/** Of which month the groups are told, and against which. */
function groupsNote(months: readonly TrendMonth[]) {
  const [first] = months
  const last = latestMonth(months)
  return first && last
    ? `At the end of ${formatMonth(last.month)}, the latest month that is over; in brackets the change since the end of ${formatMonth(first.month)}.`
    : undefined
}

/** Since when a group's latest month differs from its first, with a sign. */
function Change({ group, field }: { group: TrendGroup; field: keyof TrendFigures }) {
  const now = latest(group)
  const first = group.months[0]?.figures
  if (!now) return hidden
  const change = first ? now[field] - first[field] : 0
  return (
    <Text size="sm" span>
      {now[field]}
      {change ? (
        <Text size="xs" c="dimmed" span>
          {` (${change > 0 ? '+' : '−'}${Math.abs(change)})`}
        </Text>
      ) : null}
    </Text>
  )
}

/** Of a group: where it stands at the end of the latest month that is over, and how far that is from the first. */
const groupColumns: DataTableColumn<TrendGroup>[] = (
  [
    ['people_count', 'People'],
    ['compared_count', 'With a role'],
    ['ready', 'Ready'],
    ['gaps_open', 'Open gaps'],
    ['credentials_valid', 'Credentials'],
  ] as const
).map(([field, title]) => ({
  accessor: field,
  title,
  textAlign: 'right',
  render: group => <Change group={group} field={field} />,
}))

/** How readiness, gaps and credentials went from month to month. */
export function TrendsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const months = search.months ?? usualMonths.trends
  const report = useQuery(trendsQuery(groupedFilter('trends', search), months))
  return (
    <ReportFrame
      title="Trends"
      lead="How readiness, gaps and credentials went, month by month."
      report="trends"
      search={search}
      onSearch={changed => navigate({ search: changed })}
      defaultChoice="The usual roles"
      asked={{ months }}
      controls={
        <MonthsSelect
          label="Look back"
          months={months}
          choices={[6, 12, 24, 36]}
          onChange={chosen => navigate({ search: { ...search, months: chosen } })}
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
            {search.by ? (
              <GroupList
                report="/reports/trends"
                search={search}
                by={search.by}
                groups={data.groups}
                columns={groupColumns}
                note={groupsNote(data.months)}
              />
            ) : null}
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
                ...columns.map(({ accessor, title, figures }) => ({
                  accessor,
                  title,
                  render: (row: TrendMonth) => <Figures row={row} figures={figures} search={search} />,
                })),
              ]}
            />
          </>
        )}
      </Loaded>
    </ReportFrame>
  )
}
