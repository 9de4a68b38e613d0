import { Button, Card, Group, Select, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileImport } from '@/api/generated'
import { importKindsQuery, mapColumns } from '@/api/imports'
import { Loaded } from '@/ui/Loaded'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { whenHeldNames } from '@/words/imports'

interface Props {
  job: FileImport
  onMapped(job: FileImport): void
}

/** Which field each column of the file fills. */
export function MappingForm({ job, onMapped }: Props) {
  const kinds = useQuery(importKindsQuery())
  const [mapping, setMapping] = useState(job.mapping)
  const [whenHeld, setWhenHeld] = useState(job.when_held)
  const map = useMutation({
    mutationFn: () => mapColumns(job.import_id, mapping, whenHeld),
    onSuccess: onMapped,
  })
  return (
    <Card component="section" aria-label="Columns" padding="lg">
      <Stack gap="md">
        <Title order={2}>Columns</Title>
        <Text size="sm" c="dimmed">
          What each column of the file fills. It is remembered for files with the same headers.
        </Text>
        <Loaded query={kinds}>
          {data => {
            const fields = data.find(({ kind }) => kind === job.kind)?.fields ?? []
            return job.headers.map((header, place) => (
              <Select
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                key={place}
                label={header || `Column ${place + 1}`}
                clearable
                searchable
                placeholder="Not used"
                maw={420}
                value={mapping[place] || null}
                onChange={value =>
                  setMapping(before => before.map((name, other) => (other === place ? (value ?? '') : name)))
                }
                data={choices(
                  fields.map(({ name }) => name),
                  job,
                  place,
                  mapping[place] ?? '',
                )}
              />
            ))
          }}
        </Loaded>
        {job.kind === 'achievements' ? (
          <Select
            label="Where somebody has the credential already"
            maw={420}
            allowDeselect={false}
            value={whenHeld}
            onChange={setWhenHeld}
            data={whenHeldNames}
          />
        ) : null}
        <Group>
          <Button loading={map.isPending} onClick={() => map.mutate()}>
            {job.state === 'receiving' ? 'Check the file' : 'Check again'}
          </Button>
        </Group>
        {map.error ? <ProblemNotice error={map.error} /> : null}
      </Stack>
    </Card>
  )
}

/** The fields, and for people an attribute that is called like the column. */
function choices(names: readonly string[], job: FileImport, place: number, chosen: string): string[] {
  const slug = (job.headers[place] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
  const attribute = job.kind === 'people' && slug ? [`attribute.${slug}`] : []
  return [...new Set([...names, ...attribute, ...(chosen ? [chosen] : [])])]
}
