import { Card, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { WorthLine, WorthReport } from '@/api/model'
import { worthQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { dayOf, formatDay, monthsBefore } from '@/words/dates'
import { formatMoney } from '@/words/money'
import { CredentialLink } from '../catalogue/links'
import { apiFilter } from './filter'
import { MonthsSelect } from './MonthsSelect'
import { FreshnessNote, ReportFrame } from './ReportFrame'

const route = getRouteApi('/reports/worth')
const usualMonths = 12

function Told({ title, told, more }: { title: string; told: string; more: string }) {
  return (
    <Card component="section" aria-label={title}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text size="xl" fw={640} className="figures">
        {told}
      </Text>
      <Text size="sm" c="dimmed">
        {more}
      </Text>
    </Card>
  )
}

function Totals({ totals }: { totals: NonNullable<WorthReport['totals']> }) {
  const priced = totals.costs.filter(cost => cost.per_closed_gap)
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} mb="lg">
      <Told
        title="Promotions that followed a credential"
        told={`${totals.promotions_followed} of ${totals.promotions}`}
        more={`${totals.gained} credentials were gained`}
      />
      <Told
        title="What closing a gap cost"
        told={
          priced.map(cost => (cost.per_closed_gap ? formatMoney(cost.per_closed_gap) : '')).join(' · ') ||
          'Unknown'
        }
        more={`${totals.gaps_closed} gaps closed${
          totals.gained_without_cost ? `, ${totals.gained_without_cost} credentials without a price` : ''
        }`}
      />
      <Told
        title="Of use to a role"
        told={`${totals.used} of ${totals.held}`}
        more="credentials held on the last day"
      />
    </SimpleGrid>
  )
}

const cost = (line: WorthLine) => (line.cost ? formatMoney(line.cost) : line.is_free ? 'Free' : 'Unknown')

/** What credentials were worth. */
export function WorthPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { role: _, choice: __, ...people } = search
  const months = search.months ?? usualMonths
  const since = `${monthsBefore(dayOf(new Date()), months)}-01`
  const report = useQuery(worthQuery(apiFilter(people), since))
  return (
    <ReportFrame
      title="Worth it?"
      lead="Which promotions followed a credential, what a closed gap cost, and what is still of use."
      report="worth"
      search={search}
      onSearch={changed => navigate({ search: changed, replace: true })}
      byRole={false}
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
            <FreshnessNote freshness={data.freshness} peopleCount={data.people_count} />
            <Text size="sm" c="dimmed" mb="sm">
              From {formatDay(data.from_on)} to {formatDay(data.until_on)}. What followed was not always
              caused.
              {data.hidden_count ? ` ${data.hidden_count} credentials are about too few people.` : ''}
            </Text>
            {data.totals ? <Totals totals={data.totals} /> : null}
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
                { accessor: 'gained', title: 'Gained', textAlign: 'right' },
                { accessor: 'cost', title: 'Cost', textAlign: 'right', render: cost },
                { accessor: 'gaps_closed', title: 'Gaps closed', textAlign: 'right' },
                { accessor: 'promotions_followed', title: 'Promotions after it', textAlign: 'right' },
                { accessor: 'held', title: 'Hold it', textAlign: 'right' },
                {
                  accessor: 'is_used',
                  title: 'Use',
                  render: line => (
                    <StateBadge
                      state={
                        line.is_used
                          ? { label: 'A role uses it', color: 'moss' }
                          : { label: 'No role uses it', color: 'gray' }
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
