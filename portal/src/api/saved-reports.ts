import { queryOptions } from '@tanstack/react-query'
import {
  changeSavedReport,
  deleteSavedReport,
  listSavedReportRuns,
  listSavedReports,
  runSavedReport,
  type SavedReport,
  type SavedReportDraft,
  type SavedReportRun,
  saveReport as saveReportCall,
} from './generated'

export type {
  ReportSchedule,
  ReportScheduleDraft,
  SavedFormat,
  SavedReport,
  SavedReportDraft,
  SavedReportRun,
  SchedulePauseReason,
  Weekday,
} from './generated'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const savedReportKeys = ['saved-reports'] as const

/** The saved reports that the caller sees, by name. */
export const savedReportsQuery = () =>
  queryOptions({
    queryKey: [...savedReportKeys, 'all'],
    queryFn: async ({ signal }) => (await listSavedReports({ signal, throwOnError: true })).data.items,
  })

/** The runs of one, the newest first; asked for again while one of them is being made. */
export const savedReportRunsQuery = (savedReportId: string) =>
  queryOptions({
    queryKey: [...savedReportKeys, 'runs', savedReportId],
    queryFn: async ({ signal }) =>
      (
        await listSavedReportRuns({
          path: { saved_report_id: savedReportId },
          signal,
          throwOnError: true,
        })
      ).data.items,
    refetchInterval: query => (query.state.data?.some(run => run.export.state === 'running') ? 1000 : 15_000),
  })

/** Keeps a report by name; safe to repeat with the same idempotency key. */
export async function saveReport(wanted: {
  draft: SavedReportDraft
  idempotencyKey: string
}): Promise<SavedReport> {
  const { data } = await saveReportCall({
    body: wanted.draft,
    headers: { 'Idempotency-Key': wanted.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Lets the schedule of a saved report stand still, or go on; null where it was kept by gRPC, which alone knows its question. */
export async function setPaused(report: SavedReport, isPaused: boolean): Promise<SavedReport> {
  const { name, query, as_of_days, format, is_shared, schedule } = report
  const { data } = await changeSavedReport({
    path: { saved_report_id: report.saved_report_id },
    headers: { 'If-Match': `"${report.version}"` },
    body: {
      name,
      report: report.report,
      query: query ?? {},
      as_of_days,
      format,
      is_shared,
      schedule,
      is_paused: isPaused,
    },
    throwOnError: true,
  })
  return data
}

/** Makes it now; safe to repeat with the same idempotency key. */
export async function runNow(wanted: {
  savedReportId: string
  idempotencyKey: string
}): Promise<SavedReportRun> {
  const { data } = await runSavedReport({
    path: { saved_report_id: wanted.savedReportId },
    headers: { 'Idempotency-Key': wanted.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Forgets it; files that it made stay until they expire. */
export async function forgetSavedReport(savedReportId: string): Promise<void> {
  await deleteSavedReport({ path: { saved_report_id: savedReportId }, throwOnError: true })
}
