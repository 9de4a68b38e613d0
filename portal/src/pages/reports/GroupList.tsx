import { Anchor, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import type { Dimension } from '@/api/model'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { dimensionName, withoutDimension } from '@/words/dimensions'
import { type ReportSearch, withinGroup } from './filter'

interface Grouped {
  /** An id or a word; null for those of whom nothing is known. */
  group: string | null
  /** What the id is called; null where the viewer may not know it. */
  group_name?: string | null
}

interface Props<G extends Grouped> {
  report: '/reports/skill-gaps' | '/reports/readiness' | '/reports/recertification' | '/reports/trends'
  search: ReportSearch
  by: Dimension
  groups: readonly G[]
  /** How many are left out for a viewer who may not see persons. */
  hiddenCount?: number
  columns: readonly DataTableColumn<G>[]
  /** What else there is to say of all of them. */
  note?: string | undefined
}

/** What a group is called; null of a manager whom the viewer does not see. */
const nameOf = ({ group, group_name }: Grouped, by: Dimension) =>
  group_name ?? (by === 'manager' ? null : group)

/** By name; those without one behind. */
const inOrder = <G extends Grouped>(groups: readonly G[], by: Dimension) =>
  [...groups].sort((one, other) => (nameOf(one, by) ?? last).localeCompare(nameOf(other, by) ?? last, 'en'))
const last = '\uffff'

/** A report's figures group by group; each group leads to the same report about it alone. */
export function GroupList<G extends Grouped>({
  report,
  search,
  by,
  groups,
  hiddenCount = 0,
  columns,
  note,
}: Props<G>) {
  const title = `By ${dimensionName[by].toLowerCase()}`
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <DataList
        label={title}
        idAccessor="id"
        records={inOrder(groups, by).map(each => ({ ...each, id: each.group ?? '' }))}
        empty={<Empty title="No group">These filters leave nobody to group.</Empty>}
        columns={[
          {
            accessor: 'group',
            title: dimensionName[by],
            render: each => {
              const name = nameOf(each, by)
              if (each.group === null || name === null) {
                return (
                  <Text size="sm" c="dimmed">
                    {each.group === null ? withoutDimension[by] : 'Somebody whom you do not see'}
                  </Text>
                )
              }
              return (
                <Anchor
                  size="sm"
                  fw={560}
                  renderRoot={root => (
                    <Link {...root} to={report} search={withinGroup(search, each.group ?? '')} />
                  )}
                >
                  {name}
                </Anchor>
              )
            },
          },
          ...columns,
        ]}
      />
      <Text size="xs" c="dimmed" mt="xs" mb="xl">
        {note ? `${note} ` : ''}Who holds several positions may stand in more than one group.
        {hiddenCount ? ` ${hiddenCount} more are about too few people to show.` : ''}
      </Text>
    </section>
  )
}
