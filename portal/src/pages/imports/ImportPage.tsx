import { Alert, Anchor, Button, Card, Group, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { FileImport } from '@/api/generated'
import { goesOn, importQuery, stopImport, takeBack } from '@/api/imports'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { formatDay } from '@/words/dates'
import { importKindName, importStateName } from '@/words/imports'
import { ApplyForm } from './ApplyForm'
import { ImportRows } from './ImportRows'
import { MappingForm } from './MappingForm'

const route = getRouteApi('/imports/$importId')

/** One import: its columns, what it would do, its progress and its result. */
export function ImportPage() {
  const { importId } = route.useParams()
  const job = useQuery(importQuery(importId))
  return (
    <Loaded query={job} page>
      {data => <Shown job={data} />}
    </Loaded>
  )
}

function Shown({ job }: { job: FileImport }) {
  const client = useQueryClient()
  const onSuccess = (after: FileImport) => client.setQueryData(importQuery(job.import_id).queryKey, after)
  const stop = useMutation({ mutationFn: (undo: boolean) => stopImport(job.import_id, undo), onSuccess })
  const back = useMutation({ mutationFn: () => takeBack(job.import_id), onSuccess })
  const percent = job.total_count ? Math.round((100 * job.done_count) / job.total_count) : 0
  const open = job.state === 'receiving' || job.state === 'checked'
  const problem = stop.error ?? back.error
  return (
    <>
      <PageHeader
        title={job.file_name ?? 'Import'}
        lead={`${importKindName(job.kind)}, ${job.total_count} rows, sent ${formatDay(job.accepted_at.slice(0, 10))}`}
        actions={
          <Button variant="default" renderRoot={root => <Link {...root} to="/imports" />}>
            All imports
          </Button>
        }
      />
      <Stack gap="lg">
        <Card component="section" aria-label="State" padding="lg">
          <Stack gap="sm">
            <Text fw={560} role="status">
              {importStateName(job.state)}
            </Text>
            {goesOn(job) ? (
              <>
                <Progress value={percent} aria-label="Progress" />
                <Text size="sm">
                  {job.done_count} of {job.total_count} rows ({percent}%)
                </Text>
              </>
            ) : null}
            {job.problem ? <Alert color="clay">{job.problem}</Alert> : null}
            <Result job={job} />
            <Group gap="sm">
              {open || job.state === 'checking' ? (
                <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(false)}>
                  Discard
                </Button>
              ) : null}
              {job.state === 'applying' ? (
                <>
                  <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(false)}>
                    Stop, and keep what is done
                  </Button>
                  <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(true)}>
                    Stop, and take back what is done
                  </Button>
                </>
              ) : null}
              {job.can_roll_back ? (
                <Button variant="default" loading={back.isPending} onClick={() => back.mutate()}>
                  Take this import back
                </Button>
              ) : null}
            </Group>
            {problem ? <ProblemNotice error={problem} /> : null}
          </Stack>
        </Card>
        {job.state === 'checked' ? <ApplyForm job={job} onApplied={onSuccess} /> : null}
        {goesOn(job) || job.state === 'receiving' ? null : <ImportRows job={job} />}
        {open ? <MappingForm key={job.mapping.join()} job={job} onMapped={onSuccess} /> : null}
      </Stack>
    </>
  )
}

function Result({ job }: { job: FileImport }) {
  const { applied } = job
  const did = applied.created + applied.changed + applied.unchanged + applied.refused + applied.gone > 0
  return (
    <>
      {did ? (
        <Text size="sm">
          Done: {applied.created} new, {applied.changed} changed, {applied.unchanged} unchanged,{' '}
          {applied.refused} wrong, {applied.gone} marked as left.
        </Text>
      ) : null}
      {job.restored_count + job.kept_count > 0 ? (
        <Text size="sm">
          Taken back: {job.restored_count}. Left as they are, since somebody changed them: {job.kept_count}.
        </Text>
      ) : null}
      {job.can_roll_back ? (
        <Text size="sm" c="dimmed">
          It can be taken back until {formatDay(job.rows_kept_until.slice(0, 10))}.
        </Text>
      ) : null}
      {job.found.refused + applied.refused > 0 && !goesOn(job) ? (
        <Text size="sm">
          The wrong rows as a file, with what is wrong:{' '}
          <Anchor href={`/api/v1/imports/${job.import_id}/errors?format=xlsx`} download underline="always">
            Excel
          </Anchor>{' '}
          or{' '}
          <Anchor href={`/api/v1/imports/${job.import_id}/errors?format=csv`} download underline="always">
            CSV
          </Anchor>
        </Text>
      ) : null}
    </>
  )
}
