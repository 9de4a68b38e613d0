import { Select, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileImport, FileImportOutcome, FileImportRow } from '@/api/generated'
import { importRowsQuery } from '@/api/imports'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { outcomeName } from '@/words/imports'

const outcomes: readonly FileImportOutcome[] = ['refused', 'changed', 'created', 'gone', 'unchanged']

/** The rows by what becomes of them, with what each changes. */
export function ImportRows({ job }: { job: FileImport }) {
  const [outcome, setOutcome] = useState<FileImportOutcome>(job.found.refused ? 'refused' : 'changed')
  const rows = useQuery(importRowsQuery(job, outcome))
  return (
    <Stack gap="sm" component="section" aria-label="Rows">
      <Title order={2}>Rows</Title>
      <Select
        label="Show"
        maw={260}
        allowDeselect={false}
        value={outcome}
        onChange={value => setOutcome((value ?? outcome) as FileImportOutcome)}
        data={outcomes.map(value => ({ value, label: `${outcomeName(value)} (${job.found[value]})` }))}
      />
      <Loaded query={rows}>
        {data => (
          <DataList
            label={outcomeName(outcome)}
            records={data}
            idAccessor="number"
            empty={<Empty title="No such rows">Choose others to see them.</Empty>}
            columns={[
              {
                accessor: 'number',
                title: 'Row',
                render: row => (row.cells.length ? row.number : 'None'),
              },
              { accessor: 'id', title: 'About', render: row => row.id ?? '' },
              { accessor: 'changes', title: 'What', render: row => <What row={row} /> },
            ]}
          />
        )}
      </Loaded>
      {rows.data && rows.data.length >= 200 ? (
        <Text size="sm" c="dimmed">
          These are the first 200.
        </Text>
      ) : null}
    </Stack>
  )
}

function What({ row }: { row: FileImportRow }) {
  if (row.message) {
    return (
      <Text size="sm">
        {row.field ? `${row.field}: ` : ''}
        {row.message}
      </Text>
    )
  }
  return (
    <>
      {row.changes.map(({ field, old, new: next }) => (
        <Text size="sm" key={field}>
          {field}: {old ? `${old} → ` : ''}
          {next ?? 'nothing'}
        </Text>
      ))}
      {row.restored ? <Text size="sm">Taken back.</Text> : null}
      {row.kept_because ? <Text size="sm">Not taken back: {row.kept_because}</Text> : null}
    </>
  )
}
