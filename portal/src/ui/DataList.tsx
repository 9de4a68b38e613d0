import { ActionIcon, Button, Card, Center } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { DataTable, type DataTableColumn } from 'mantine-datatable'
import { type ReactNode, useCallback, useState } from 'react'
import classes from './DataList.module.css'

/** A longer list is shown in full when somebody asks for it. */
const shownAtFirst = 50

interface Props<T> {
  /** What the table lists, for who cannot see it. */
  label: string
  records: readonly T[]
  columns: readonly DataTableColumn<T>[]
  idAccessor: Extract<keyof T, string>
  /** The list comes page by page: all that has come is shown. */
  paged?: boolean
  /** What is shown instead when there is nothing. */
  empty: ReactNode
  /** What a row can unfold, and the name of the button that does it. */
  details?: {
    label(record: T): string
    content(record: T): ReactNode
  }
}

/** A table in a card; on a phone each row becomes a block of its own, with the columns' titles beside the values. */
export function DataList<T extends object>({
  label,
  records,
  columns,
  idAccessor,
  paged = false,
  empty,
  details,
}: Props<T>) {
  const [whole, setWhole] = useState(paged)
  const [unfolded, setUnfolded] = useState<unknown[]>([])
  const name = useCallback(
    (table: HTMLTableElement | null) => table?.setAttribute('aria-label', label),
    [label],
  )
  if (!records.length) return <Card padding="md">{empty}</Card>
  const toggle = (id: unknown) =>
    setUnfolded(ids => (ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id]))
  const titled = columns.map(column => ({
    ...column,
    customCellAttributes: () => (typeof column.title === 'string' ? { 'data-title': column.title } : {}),
  }))
  const unfold: DataTableColumn<T>[] = details
    ? [
        {
          accessor: 'unfold',
          title: <span className={classes.hidden}>Details</span>,
          width: 64,
          cellsClassName: classes.unfold ?? '',
          textAlign: 'right',
          render: record => (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={details.label(record)}
              aria-expanded={unfolded.includes(record[idAccessor])}
              onClick={() => toggle(record[idAccessor])}
            >
              <IconChevronDown
                size={18}
                className={classes.chevron}
                data-open={unfolded.includes(record[idAccessor])}
                aria-hidden
              />
            </ActionIcon>
          ),
        },
      ]
    : []
  return (
    <Card padding={0} className={classes.card}>
      <DataTable<T>
        className={classes.table ?? ''}
        tableRef={name}
        records={whole ? [...records] : records.slice(0, shownAtFirst)}
        idAccessor={idAccessor}
        columns={[...titled, ...unfold]}
        verticalSpacing="sm"
        horizontalSpacing="lg"
        verticalAlign="center"
        backgroundColor="transparent"
        {...(details
          ? {
              rowExpansion: {
                trigger: 'never' as const,
                allowMultiple: true,
                expanded: { recordIds: unfolded },
                content: ({ record }: { record: T }) => (
                  <div className={classes.details}>{details.content(record)}</div>
                ),
              },
            }
          : {})}
      />
      {!whole && records.length > shownAtFirst ? (
        <Center p="md">
          <Button variant="default" onClick={() => setWhole(true)}>
            Show all {records.length}
          </Button>
        </Center>
      ) : null}
    </Card>
  )
}
