import { Anchor, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import type { Dimension } from '@/api/model'
import { departmentsQuery, rolesQuery, teamsQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { dimensionName, withoutDimension } from '@/words/dimensions'
import { type ReportSearch, withinGroup } from './filter'

interface Grouped {
  /** An id or a word; null for those of whom nothing is known. */
  group: string | null
}

interface Props<G extends Grouped> {
  report: '/reports/skill-gaps' | '/reports/readiness' | '/reports/recertification' | '/reports/trends'
  search: ReportSearch
  by: Dimension
  groups: readonly G[]
  /** How many are left out for a viewer who may not see persons. */
  hiddenCount?: number
  columns: readonly DataTableColumn<G>[]
}

/** What groups are called; an id where nothing has the name of it. */
function useGroupName(by: Dimension): (group: string) => string {
  const departments = useQuery({ ...departmentsQuery(), enabled: by === 'department' })
  const roles = useQuery({ ...rolesQuery(), enabled: by === 'role' })
  const teams = useQuery({ ...teamsQuery(), enabled: by === 'manager' })
  const names = new Map(
    by === 'department'
      ? departments.data?.map(each => [each.department_id, each.name])
      : by === 'role'
        ? roles.data?.map(each => [each.role_id, each.name])
        : by === 'manager'
          ? teams.data?.map(each => [each.team_id, each.manager_name])
          : [],
  )
  return group => names.get(group) ?? group
}

/** A report's figures group by group; each group leads to the same report about it alone. */
export function GroupList<G extends Grouped>({
  report,
  search,
  by,
  groups,
  hiddenCount = 0,
  columns,
}: Props<G>) {
  const name = useGroupName(by)
  const title = `By ${dimensionName[by].toLowerCase()}`
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <DataList
        label={title}
        idAccessor="id"
        records={groups.map(each => ({ ...each, id: each.group ?? '' }))}
        empty={<Empty title="No group">These filters leave nobody to group.</Empty>}
        columns={[
          {
            accessor: 'group',
            title: dimensionName[by],
            render: ({ group }) =>
              group === null ? (
                <Text size="sm" c="dimmed">
                  {withoutDimension[by]}
                </Text>
              ) : (
                <Anchor
                  size="sm"
                  fw={560}
                  renderRoot={root => <Link {...root} to={report} search={withinGroup(search, group)} />}
                >
                  {name(group)}
                </Anchor>
              ),
          },
          ...columns,
        ]}
      />
      <Text size="xs" c="dimmed" mt="xs" mb="xl">
        Who holds several positions may stand in more than one group.
        {hiddenCount ? ` ${hiddenCount} more are about too few people to show.` : ''}
      </Text>
    </section>
  )
}
