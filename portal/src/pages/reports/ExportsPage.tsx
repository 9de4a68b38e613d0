import { Anchor, Button, Card, Group, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { cancelExport, exportKeys, exportsQuery, exportUrl, type ReportExport } from '@/api/report-exports'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { StateBadge } from '@/ui/StateBadge'
import { formatInstant } from '@/words/dates'
import { exportState, fileFormatName, reportName } from '@/words/exports'
import { OneTimeLink } from './OneTimeLink'
import { ReportTabs } from './ReportTabs'

function Job({ job }: { job: ReportExport }) {
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: cancelExport,
    onSettled: () => client.invalidateQueries({ queryKey: exportKeys }),
  })
  const title = `${reportName(job.report)}, ${fileFormatName(job.format)}`
  const problem = cancel.error?.message ?? job.problem
  return (
    <Card component="article" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} miw={0} flex="1 1 220px">
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            True for <time dateTime={job.as_of}>{formatInstant(job.as_of)}</time>
            {job.state === 'done' ? `, ${job.row_count.toLocaleString('en-GB')} rows` : ''}
          </Text>
          {job.expires_at && job.state === 'done' ? (
            <Text size="sm" c="dimmed">
              Kept until <time dateTime={job.expires_at}>{formatInstant(job.expires_at)}</time>
            </Text>
          ) : null}
          {problem ? (
            <Text size="sm" role="alert">
              {problem}
            </Text>
          ) : null}
        </Stack>
        <Group gap="sm">
          <StateBadge state={exportState(job.state)} />
          {job.state === 'done' ? (
            <>
              <Anchor
                href={exportUrl(job.export_id)}
                download
                underline="always"
                aria-label={`Download ${title}`}
              >
                Download
              </Anchor>
              <OneTimeLink exportId={job.export_id} title={title} />
            </>
          ) : null}
          {job.state === 'running' ? (
            <Button
              size="compact-sm"
              variant="default"
              loading={cancel.isPending}
              onClick={() => cancel.mutate(job.export_id)}
              aria-label={`Cancel ${title}`}
            >
              Cancel
            </Button>
          ) : null}
        </Group>
      </Group>
      {job.state === 'running' ? (
        <Progress mt="sm" value={job.percent} aria-label={`Progress of ${title}`} />
      ) : null}
    </Card>
  )
}

/** The files that somebody had made of reports: how far each has come, and where it is downloaded. */
export function ExportsPage() {
  const jobs = useQuery(exportsQuery())
  return (
    <>
      <PageHeader
        title="Files"
        lead="Reports made as files in the background. Names are those of the moment of the download."
      />
      <ReportTabs search={{}} />
      <Loaded query={jobs}>
        {data =>
          data.length ? (
            <Stack>
              {data.map(job => (
                <Job key={job.export_id} job={job} />
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="No file yet">
                Choose “in the background” where a report is downloaded, and its file is listed here.
              </Empty>
            </Card>
          )
        }
      </Loaded>
    </>
  )
}
