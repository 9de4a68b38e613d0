import type { FileFormat, ReportExport } from '@/api/report-exports'
import type { StateLabel } from './states'

const reports: Record<string, string> = {
  'skill-gaps': 'Skill gaps',
  readiness: 'Readiness',
  recertification: 'Recertification',
  trends: 'Trends',
  pipeline: 'Promotion pipeline',
  worth: 'Worth',
}

/** What a report is called. */
export const reportName = (report: string): string => reports[report] ?? report.replaceAll('-', ' ')

const formats: Record<FileFormat, string> = {
  xlsx: 'Excel workbook',
  csv: 'CSV',
  parquet: 'Parquet',
  json: 'JSON',
}

/** As what a report is downloaded. */
export const fileFormatName = (format: FileFormat): string => formats[format]

const states: Record<ReportExport['state'], StateLabel> = {
  running: { label: 'Being made', color: 'gentian' },
  done: { label: 'Ready', color: 'moss' },
  cancelled: { label: 'Cancelled', color: 'gray' },
  failed: { label: 'Failed', color: 'clay' },
  expired: { label: 'No longer kept', color: 'gray' },
}

/** Where the making of a file stands. */
export const exportState = (state: ReportExport['state']): StateLabel => states[state]
