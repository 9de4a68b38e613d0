import { Alert, Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { newIdempotencyKey } from '@/api/idempotency'
import { exportKeys, exportUrl } from '@/api/report-exports'
import {
  forgetSavedReport,
  runNow,
  type SavedReport,
  savedReportKeys,
  savedReportRunsQuery,
  savedReportsQuery,
  setPaused,
} from '@/api/saved-reports'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { StateBadge } from '@/ui/StateBadge'
import { formatInstant } from '@/words/dates'
import { exportState, fileFormatName, reportName } from '@/words/exports'
import { pauseReason, scheduleWords } from '@/words/schedules'
import { AboutWhom } from './AboutWhom'
import { searchFrom } from './filter'
import { ReportTabs } from './ReportTabs'

function Runs({ report }: { report: SavedReport }) {
  const runs = useQuery(savedReportRunsQuery(report.saved_report_id))
  return (
    <Loaded query={runs} bars={2}>
      {items =>
        items.length ? (
          <Stack gap="xs" mt="sm" component="ul" p={0} style={{ listStyle: 'none' }}>
            {items.map(run => (
              <Group key={run.export.export_id} gap="sm" component="li">
                <Text size="sm" className="figures">
                  {formatInstant(run.due_at ?? run.export.accepted_at)}
                </Text>
                <StateBadge state={exportState(run.export.state)} size="sm" />
                <Text size="sm" c="dimmed">
                  {run.due_at ? 'by its schedule' : 'by hand'}
                  {run.missed_count ? `, ${run.missed_count} before it were missed` : ''}
                </Text>
                {run.export.state === 'done' ? (
                  <Anchor
                    size="sm"
                    href={exportUrl(run.export.export_id)}
                    download
                    underline="always"
                    aria-label={`Download ${report.name} of ${formatInstant(run.export.as_of)}`}
                  >
                    Download
                  </Anchor>
                ) : null}
                {run.export.problem ? <Text size="sm">{run.export.problem}</Text> : null}
              </Group>
            ))}
          </Stack>
        ) : (
          <Text size="sm" mt="sm">
            It has not been made yet.
          </Text>
        )
      }
    </Loaded>
  )
}

function SavedCard({ report }: { report: SavedReport }) {
  const client = useQueryClient()
  const [shown, setShown] = useState(false)
  const settled = () => {
    void client.invalidateQueries({ queryKey: savedReportKeys })
    void client.invalidateQueries({ queryKey: exportKeys })
  }
  const run = useMutation({
    mutationFn: () => runNow({ savedReportId: report.saved_report_id, idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => setShown(true),
    onSettled: settled,
  })
  const pause = useMutation({
    mutationFn: () => setPaused(report, !report.is_paused),
    onSettled: settled,
  })
  const forget = useMutation({
    mutationFn: () => forgetSavedReport(report.saved_report_id),
    onSettled: settled,
  })
  const error = run.error ?? pause.error ?? forget.error
  return (
    <Card component="article" aria-label={report.name}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} miw={0} flex="1 1 220px">
          <Group gap="xs">
            <Title order={2} size="h3">
              {report.query ? (
                <Anchor
                  inherit
                  renderRoot={root => (
                    <Link
                      {...root}
                      to={`/reports/${report.report}`}
                      search={searchFrom(report.query ?? {})}
                    />
                  )}
                >
                  {report.name}
                </Anchor>
              ) : (
                report.name
              )}
            </Title>
            {report.is_shared ? (
              <StateBadge state={{ label: 'Shared with HR', color: 'gray' }} size="sm" />
            ) : null}
          </Group>
          <Text size="sm" c="dimmed">
            {reportName(report.report)}, {fileFormatName(report.format)}
          </Text>
          {report.query ? <AboutWhom search={searchFrom(report.query)} /> : null}
          <Text size="sm">
            {report.schedule ? scheduleWords(report.schedule) : 'Only when asked'}
            {report.next_run_at ? `, next ${formatInstant(report.next_run_at)}` : ''}
          </Text>
          {report.pause ? (
            <Text size="sm" c="var(--cairn-wait)">
              {pauseReason(report.pause.reason)}
              {report.pause.problem ? `. ${report.pause.problem}` : ''}
            </Text>
          ) : null}
        </Stack>
        <Group gap="xs">
          <Button
            size="xs"
            loading={run.isPending}
            onClick={() => run.mutate()}
            aria-label={`Make now: ${report.name}`}
          >
            Make now
          </Button>
          <Button
            size="xs"
            variant="subtle"
            aria-expanded={shown}
            aria-label={`Runs of ${report.name}`}
            onClick={() => setShown(!shown)}
          >
            Runs
          </Button>
          {report.is_own && report.schedule && report.query ? (
            <Button
              size="xs"
              variant="default"
              loading={pause.isPending}
              onClick={() => pause.mutate()}
              aria-label={`${report.is_paused ? 'Resume' : 'Pause'} ${report.name}`}
            >
              {report.is_paused ? 'Resume' : 'Pause'}
            </Button>
          ) : null}
          {report.is_own ? (
            <Button
              size="xs"
              variant="default"
              loading={forget.isPending}
              onClick={() => forget.mutate()}
              aria-label={`Delete ${report.name}`}
            >
              Delete
            </Button>
          ) : null}
        </Group>
      </Group>
      {error ? (
        <Alert color="clay" role="alert" mt="sm">
          {error.message}
        </Alert>
      ) : null}
      {shown ? <Runs report={report} /> : null}
    </Card>
  )
}

/** The reports that were kept by name: when each is made, and what was made of it. */
export function SavedReportsPage() {
  const saved = useQuery(savedReportsQuery())
  return (
    <>
      <PageHeader
        title="Saved reports"
        lead="Made again whenever you like, or by themselves. A schedule has the rights that its owner has when it runs."
      />
      <ReportTabs search={{}} />
      <Loaded query={saved}>
        {items =>
          items.length ? (
            <Stack>
              {items.map(report => (
                <SavedCard key={report.saved_report_id} report={report} />
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="Nothing saved yet">
                Choose “Save” at a report, and it is kept here with its filters.
              </Empty>
            </Card>
          )
        }
      </Loaded>
    </>
  )
}
