import { Anchor, Button, Card, FileInput, Group, Select, Stack, Text, Title } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { FileImportKind } from '@/api/generated'
import { newIdempotencyKey } from '@/api/idempotency'
import { importKeys, importKindsQuery, importsQuery, sendFile } from '@/api/imports'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { formatDay } from '@/words/dates'
import { importKindName, importStateName } from '@/words/imports'

/** Sends a file to import, and lists the imports so far. */
export function ImportsPage() {
  const kinds = useQuery(importKindsQuery())
  const imports = useQuery({ ...importsQuery(), refetchInterval: 10_000 })
  return (
    <>
      <PageHeader
        title="Imports"
        lead="Bring people, departments, past achievements and assignments in as a file. Nothing is changed before you have seen what would."
      />
      <Stack gap="xl">
        <Loaded query={kinds}>{data => <SendForm kinds={data.map(({ kind }) => kind)} />}</Loaded>
        <Stack gap="sm">
          <Title order={2}>Imports so far</Title>
          <Loaded query={imports}>
            {data => (
              <DataList
                label="Imports"
                records={data}
                idAccessor="import_id"
                empty={<Empty title="No imports">A file that you send is listed here.</Empty>}
                columns={[
                  {
                    accessor: 'file_name',
                    title: 'File',
                    render: job => (
                      <Anchor
                        renderRoot={root => (
                          <Link {...root} to="/imports/$importId" params={{ importId: job.import_id }} />
                        )}
                      >
                        {job.file_name ?? 'Without a name'}
                      </Anchor>
                    ),
                  },
                  { accessor: 'kind', title: 'About', render: job => importKindName(job.kind) },
                  { accessor: 'state', title: 'State', render: job => importStateName(job.state) },
                  { accessor: 'total_count', title: 'Rows' },
                  {
                    accessor: 'accepted_at',
                    title: 'Sent',
                    render: job => formatDay(job.accepted_at.slice(0, 10)),
                  },
                ]}
              />
            )}
          </Loaded>
        </Stack>
      </Stack>
    </>
  )
}

function SendForm({ kinds }: { kinds: FileImportKind[] }) {
  const [kind, setKind] = useState<FileImportKind>(kinds[0] ?? 'achievements')
  const [file, setFile] = useState<File | null>(null)
  const key = useRef(newIdempotencyKey())
  const client = useQueryClient()
  const navigate = useNavigate()
  const send = useMutation({
    mutationFn: (chosen: File) => sendFile(chosen, kind, key.current),
    onSuccess: job => {
      void client.invalidateQueries({ queryKey: importKeys })
      void navigate({ to: '/imports/$importId', params: { importId: job.import_id } })
    },
  })
  return (
    <Card component="section" aria-label="Send a file" padding="lg">
      <Stack gap="md">
        <Group align="flex-end" gap="md">
          <Select
            label="What is it about?"
            allowDeselect={false}
            value={kind}
            onChange={value => setKind((value ?? kind) as FileImportKind)}
            data={kinds.map(value => ({ value, label: importKindName(value) }))}
          />
          <FileInput
            label="File"
            placeholder="Choose a file"
            miw={260}
            accept=".csv,.tsv,.txt,.xlsx,.ods,.xls"
            value={file}
            onChange={chosen => {
              key.current = newIdempotencyKey()
              setFile(chosen)
            }}
          />
          <Button
            leftSection={<IconUpload size={17} aria-hidden />}
            disabled={!file}
            loading={send.isPending}
            onClick={() => file && send.mutate(file)}
          >
            Send and check
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          CSV, XLSX, ODS or XLS, at most 50 MB and 100,000 rows. Template:{' '}
          <Anchor href={`/api/v1/import-templates/${kind}?format=xlsx`} download underline="always">
            Excel
          </Anchor>{' '}
          or{' '}
          <Anchor href={`/api/v1/import-templates/${kind}?format=csv`} download underline="always">
            CSV
          </Anchor>
          .
        </Text>
        {send.error ? <ProblemNotice error={send.error} /> : null}
      </Stack>
    </Card>
  )
}
