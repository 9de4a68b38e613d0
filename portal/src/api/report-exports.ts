import { queryOptions } from '@tanstack/react-query'
import {
  cancelReportExport,
  exportPipeline,
  exportReadiness,
  exportRecertification,
  exportSkillGaps,
  exportTrends,
  exportWorth,
  type FileFormat,
  listReportExports,
  makeReportDownload,
  type ReportDownload,
  type ReportExport,
} from './generated'
import type { ReportFilter } from './queries'

export type { FileFormat, ReportExport } from './generated'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const exportKeys = ['report-exports'] as const

const exporters = {
  'skill-gaps': exportSkillGaps,
  readiness: exportReadiness,
  recertification: exportRecertification,
  trends: exportTrends,
  pipeline: exportPipeline,
  worth: exportWorth,
} as const

/** The reports that a file can be made of in the background. */
export type ExportedReport = keyof typeof exporters

/** The caller's newest jobs, asked for again while one of them runs. */
export const exportsQuery = () =>
  queryOptions({
    queryKey: exportKeys,
    queryFn: async ({ signal }) => (await listReportExports({ signal, throwOnError: true })).data.items,
    refetchInterval: query => (query.state.data?.some(({ state }) => state === 'running') ? 1000 : 10_000),
  })

/** Has a report made as a file in the background; safe to repeat with the same idempotency key. */
export async function startExport(wanted: {
  report: ExportedReport
  filter: ReportFilter
  format: FileFormat
  idempotencyKey: string
}): Promise<ReportExport> {
  const { data } = await exporters[wanted.report]({
    query: { ...wanted.filter, format: wanted.format },
    headers: { 'Idempotency-Key': wanted.idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Ends a job; nothing is left of it. */
export async function cancelExport(exportId: string): Promise<void> {
  await cancelReportExport({ path: { export_id: exportId }, throwOnError: true })
}

/** An address that gives the file once, to whoever has it, without signing in. */
export async function makeDownloadLink(exportId: string): Promise<ReportDownload> {
  const { data } = await makeReportDownload({ path: { export_id: exportId }, throwOnError: true })
  return data
}

/** Where a finished file is downloaded. */
export const exportUrl = (exportId: string): string =>
  `/api/v1/report-exports/${encodeURIComponent(exportId)}/file`
