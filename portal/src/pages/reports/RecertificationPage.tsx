import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { RecertificationLine } from '@/api/model'
import { recertificationQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { dayOf, formatDay, relativeDay } from '@/words/dates'
import { CredentialLink, PersonLink } from '../catalogue/links'
import { apiFilter } from './filter'
import { FreshnessNote, ReportFrame } from './ReportFrame'
import { mostUrgentFirst } from './recertification-order'

const route = getRouteApi('/reports/recertification')

function Count({ count, color }: { count: number; color?: 'clay' | 'lichen' }) {
  if (!count || !color) {
    return (
      <Text size="sm" c={count ? undefined : 'dimmed'} className="figures">
        {count}
      </Text>
    )
  }
  return <StateBadge state={{ label: String(count), color }} />
}

function Expiries({ line }: { line: RecertificationLine }) {
  const today = dayOf(new Date())
  if (!line.expiries.length) return <Text size="sm">Nothing ends within 90 days.</Text>
  return (
    <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {line.expiries.map(expiry => (
        <Group key={expiry.achievement_id} gap="sm" component="li">
          <Text size="sm" fw={560} component="span">
            <PersonLink id={expiry.person_id}>{expiry.person_name ?? expiry.person_id}</PersonLink>
          </Text>
          <Text size="sm" c={expiry.lapsed ? 'var(--cairn-bad)' : 'dimmed'}>
            {expiry.suspended ? 'Suspended, last valid day' : expiry.lapsed ? 'Lapsed' : 'Last valid day'}{' '}
            {formatDay(expiry.last_valid_on)}, {relativeDay(expiry.last_valid_on, today)}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}

/** Which certifications lapse when. */
export function RecertificationPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { role: _, choice: __, ...people } = search
  const report = useQuery(recertificationQuery(apiFilter(people)))
  return (
    <ReportFrame
      title="Recertification"
      lead="What people hold, and what has to be renewed soon."
      report="recertification"
      search={search}
      onSearch={changed => navigate({ search: changed, replace: true })}
      byRole={false}
    >
      <Loaded query={report} bars={6}>
        {data => (
          <>
            <FreshnessNote freshness={data.freshness} peopleCount={data.people_count} />
            <DataList
              label="Recertification"
              idAccessor="credential_id"
              records={mostUrgentFirst(data.lines)}
              empty={<Empty title="Nobody holds a credential">These filters leave nothing to renew.</Empty>}
              details={{
                label: line => `Who has to renew ${line.credential_name}`,
                content: line => <Expiries line={line} />,
              }}
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
                { accessor: 'valid', title: 'Hold it', render: line => <Count count={line.valid} /> },
                {
                  accessor: 'due_in_30_days',
                  title: 'Within 30 days',
                  render: line => <Count count={line.due_in_30_days} color="clay" />,
                },
                {
                  accessor: 'due_in_90_days',
                  title: 'Within 90 days',
                  render: line => <Count count={line.due_in_90_days} color="lichen" />,
                },
                { accessor: 'lapsed', title: 'Lapsed', render: line => <Count count={line.lapsed} /> },
                {
                  accessor: 'suspended',
                  title: 'Suspended',
                  render: line => <Count count={line.suspended} />,
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </ReportFrame>
  )
}
