import { Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import { type RecertificationFigure, recertificationExplanationQuery } from '@/api/explanations'
import type { RecertificationGroup, RecertificationLine } from '@/api/model'
import { recertificationQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { recertificationFigure } from '@/words/figures'
import { CredentialLink } from '../catalogue/links'
import { FigureLink } from '../explanations/FigureLink'
import { FirstBehind } from '../explanations/FirstBehind'
import { ValidityFacts } from '../explanations/facts'
import { recertificationQuestion } from '../explanations/figure-address'
import { groupedFilter, type ReportSearch } from './filter'
import { GroupList } from './GroupList'
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

/** Of a group: how many people, and how many credentials of theirs are where. */
const groupColumns: DataTableColumn<RecertificationGroup>[] = [
  { accessor: 'people_count', title: 'People', textAlign: 'right', width: 100 },
  ...figures.map(({ figure, title }) => ({
    accessor: figure,
    title,
    textAlign: 'right' as const,
    render: ({ lines }: RecertificationGroup) => lines.reduce((sum, line) => sum + line[figure], 0),
  })),
]

/** The first of those whose validity ends within 90 days, as soon as somebody asks. */
function DueSoon({ line, search }: { line: RecertificationLine; search: ReportSearch }) {
  const due = useInfiniteQuery(
    recertificationExplanationQuery(
      recertificationQuestion({ ...search, credential: line.credential_id, figure: 'due_in_90_days' }),
    ),
  )
  return (
    <FirstBehind
      behind={due}
      nobody="Nothing ends within 90 days."
      fact={holder => <ValidityFacts holder={holder} />}
    />
  )
}

/** Which certifications lapse when. */
export function RecertificationPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const report = useQuery(recertificationQuery(groupedFilter('recertification', search)))
  return (
    <ReportFrame
      title="Recertification"
      lead="What people hold, and what has to be renewed soon."
      report="recertification"
      search={search}
      onSearch={changed => navigate({ search: changed })}
    >
      <Loaded query={report} bars={6}>
        {data => (
          <>
            <FreshnessNote freshness={data.freshness} peopleCount={data.people_count} />
            {search.by ? (
              <GroupList
                report="/reports/recertification"
                search={search}
                by={search.by}
                groups={data.groups}
                columns={groupColumns}
              />
            ) : null}
            <DataList
              label="Recertification"
              idAccessor="credential_id"
              records={mostUrgentFirst(data.lines)}
              empty={<Empty title="Nobody holds a credential">These filters leave nothing to renew.</Empty>}
              details={{
                label: line => `Who has to renew ${line.credential_name}`,
                content: line => <DueSoon line={line} search={search} />,
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
