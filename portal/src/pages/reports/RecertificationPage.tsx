import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { RecertificationFigure } from '@/api/explanations'
import type { RecertificationLine } from '@/api/model'
import { recertificationQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { dayOf, formatDay, relativeDay } from '@/words/dates'
import { recertificationFigure } from '@/words/figures'
import { CredentialLink, PersonLink } from '../catalogue/links'
import { FigureLink } from '../explanations/FigureLink'
import { apiFilter, type ReportSearch } from './filter'
import { FreshnessNote, ReportFrame } from './ReportFrame'
import { mostUrgentFirst } from './recertification-order'

const route = getRouteApi('/reports/recertification')

const figures: readonly { figure: RecertificationFigure; title: string; color?: 'clay' | 'lichen' }[] = [
  { figure: 'valid', title: 'Hold it' },
  { figure: 'due_in_30_days', title: 'Within 30 days', color: 'clay' },
  { figure: 'due_in_90_days', title: 'Within 90 days', color: 'lichen' },
  { figure: 'in_grace', title: 'In grace', color: 'lichen' },
  { figure: 'lapsed', title: 'Lapsed' },
  { figure: 'suspended', title: 'Suspended' },
]

interface FigureProps {
  line: RecertificationLine
  figure: RecertificationFigure
  color: 'clay' | 'lichen' | undefined
  search: ReportSearch
}

function Figure({ line, figure, color, search }: FigureProps) {
  const count = line[figure]
  return (
    <FigureLink
      count={count}
      behind={recertificationFigure(line.credential_name, figure)}
      to="/reports/recertification/explanation"
      search={{ ...search, credential: line.credential_id, figure }}
    >
      {count && color ? <StateBadge state={{ label: String(count), color }} /> : count}
    </FigureLink>
  )
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
  const report = useQuery(recertificationQuery(apiFilter('recertification', search)))
  return (
    <ReportFrame
      title="Recertification"
      lead="What people hold, and what has to be renewed soon."
      report="recertification"
      search={search}
      onSearch={changed => navigate({ search: changed, replace: true })}
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
                ...figures.map(({ figure, title, color }) => ({
                  accessor: figure,
                  title,
                  render: (line: RecertificationLine) => (
                    <Figure line={line} figure={figure} color={color} search={search} />
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
