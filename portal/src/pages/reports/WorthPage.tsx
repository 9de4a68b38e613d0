import { Card, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { WorthFigure } from '@/api/explanations'
import type { WorthLine, WorthReport } from '@/api/model'
import { worthQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay } from '@/words/dates'
import { worthFigure } from '@/words/figures'
import { formatMoney } from '@/words/money'
import { CredentialLink } from '../catalogue/links'
import { FigureLink } from '../explanations/FigureLink'
import { apiFilter, type ReportSearch, usualMonths, worthSince } from './filter'
import { MonthsSelect } from './MonthsSelect'
import { FreshnessNote, ReportFrame } from './ReportFrame'

const route = getRouteApi('/reports/worth')

function Told({ title, told, more }: { title: string; told: ReactNode; more: ReactNode }) {
  return (
    <Card component="section" aria-label={title}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text fz="xl" fw={640} className="figures">
        {told}
      </Text>
      <Text size="sm" c="dimmed">
        {more}
      </Text>
    </Card>
  )
}

interface FigureProps {
  figure: WorthFigure
  count: number
  /** Without one the figure of all credentials together. */
  of?: WorthLine
  search: ReportSearch
}

function Figure({ figure, count, of, search }: FigureProps) {
  return (
    <FigureLink
      count={count}
      behind={worthFigure(of?.credential_name, figure)}
      to="/reports/worth/explanation"
      search={{ ...search, figure, ...(of ? { credential: of.credential_id } : {}) }}
    />
  )
}

const gaps = (count: number) => `${count} ${count === 1 ? 'gap' : 'gaps'}`

interface TotalsProps {
  totals: NonNullable<WorthReport['totals']>
  search: ReportSearch
}

function Totals({ totals, search }: TotalsProps) {
  const priced = totals.costs.filter(cost => cost.per_closed_gap)
  const total = (figure: WorthFigure, count: number) => (
    <Figure figure={figure} count={count} search={search} />
  )
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} mb="lg">
      <Told
        title="Promotions that followed a credential"
        told={
          <>
            {total('promotions_followed', totals.promotions_followed)} of{' '}
            {total('promotions', totals.promotions)}
          </>
        }
        more={<>{total('gained', totals.gained)} credentials were gained</>}
      />
      <Told
        title="What closing a gap cost"
        told={
          priced.map(cost => (cost.per_closed_gap ? formatMoney(cost.per_closed_gap) : '')).join(' · ') ||
          'Unknown'
        }
        more={
          <>
            {priced.map(cost => `${formatMoney(cost.spent)} for ${gaps(cost.gaps_closed)}`).join(', ')}
            {priced.length ? ' by credentials with a price; ' : ''}
            {total('gaps_closed', totals.gaps_closed)} closed in all
            {totals.gained_without_cost
              ? `; ${totals.gained_without_cost} ${totals.gained_without_cost === 1 ? 'credential has' : 'credentials have'} no price`
              : ''}
          </>
        }
      />
      <Told
        title="Of use to a role"
        told={
          <>
            {total('used', totals.used)} of {total('held', totals.held)}
          </>
        }
        more={<>credentials held on the last day; {total('unused', totals.held - totals.used)} of no use</>}
      />
    </SimpleGrid>
  )
}

const cost = (line: WorthLine) => (line.cost ? formatMoney(line.cost) : line.is_free ? 'Free' : 'Unknown')

/** What credentials were worth. */
export function WorthPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const months = search.months ?? usualMonths.worth
  const since = worthSince(search)
  const report = useQuery(worthQuery(apiFilter('worth', search), since))
  const figureColumn = (
    figure: 'gained' | 'gaps_closed' | 'promotions_followed' | 'held',
    title: string,
  ) => ({
    accessor: figure,
    title,
    textAlign: 'right' as const,
    render: (line: WorthLine) => <Figure figure={figure} count={line[figure]} of={line} search={search} />,
  })
  return (
    <ReportFrame
      title="Worth it?"
      lead="Which promotions followed a credential, what a closed gap cost, and what is still of use."
      report="worth"
      search={search}
      onSearch={changed => navigate({ search: changed })}
      asked={search.months ? { from: since } : {}}
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
            <FreshnessNote freshness={data.freshness} peopleCount={data.people_count} />
            <Text size="sm" c="dimmed" mb="sm">
              From {formatDay(data.from_on)} to {formatDay(data.until_on)}. What followed was not always
              caused.
              {data.hidden_count ? ` ${data.hidden_count} credentials are about too few people.` : ''}
            </Text>
            {data.totals ? <Totals totals={data.totals} search={search} /> : null}
            <DataList
              label="What credentials were worth"
              idAccessor="credential_id"
              records={data.lines}
              empty={<Empty title="Nothing gained or held">Choose more months or other people.</Empty>}
              columns={[
                {
                  accessor: 'credential_name',
                  title: 'Credential',
                  render: line => (
                    <Text size="sm" fw={560} component="div">
                      <CredentialLink id={line.credential_id}>{line.credential_name}</CredentialLink>
                    </Text>
                  ),
                },
                figureColumn('gained', 'Gained'),
                { accessor: 'cost', title: 'Cost', textAlign: 'right', render: cost },
                figureColumn('gaps_closed', 'Gaps closed'),
                figureColumn('promotions_followed', 'Promotions after it'),
                figureColumn('held', 'Hold it'),
                {
                  accessor: 'is_used',
                  title: 'Use',
                  width: 130,
                  render: line => (
                    <StateBadge
                      state={
                        line.is_used ? { label: 'Used', color: 'moss' } : { label: 'Unused', color: 'gray' }
                      }
                    />
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
