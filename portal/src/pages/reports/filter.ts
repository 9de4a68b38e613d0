import type { ReadinessState, RoleChoice } from '@/api/model'
import type { ReportFilter } from '@/api/queries'
import { dayOf, monthsBefore } from '@/words/dates'

/** The filter of a report as it stands in the page's address. */
export interface ReportSearch {
  department?: string
  team?: string
  sub?: boolean
  role?: string
  choice?: RoleChoice
  /** How many months a report looks back or ahead. */
  months?: number
  /** Of readiness: only who is this ready. */
  state?: ReadinessState
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)
const isMonths = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 60
const isChoice = (value: unknown): value is RoleChoice =>
  value === 'own' || value === 'target' || value === 'next'

/** How ready people are, the readiest first. */
export const readinessStates = ['ready', 'ready_until', 'nearly', 'not_yet', 'blocked'] as const

/** Takes from an address what a report understands, and nothing else. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const department = text(search.department)
  const team = text(search.team)
  const role = text(search.role)
  const state = readinessStates.find(each => each === search.state)
  return {
    ...(department ? { department } : {}),
    ...(team ? { team } : {}),
    ...(team && search.sub === true ? { sub: true } : {}),
    ...(role ? { role } : {}),
    ...(isChoice(search.choice) ? { choice: search.choice } : {}),
    ...(isMonths(search.months) ? { months: search.months } : {}),
    ...(state ? { state } : {}),
  }
}

/** The filter as the API takes it. */
export function apiFilter(search: ReportSearch): ReportFilter {
  return {
    ...(search.department ? { department_id: search.department } : {}),
    ...(search.team ? { team_id: search.team } : {}),
    ...(search.team && search.sub ? { include_sub_teams: true } : {}),
    ...(search.role ? { role_id: search.role } : {}),
    ...(search.choice && !search.role ? { role_choice: search.choice } : {}),
  }
}

/** How many months a report looks back or ahead where nothing is chosen. */
export const usualMonths = { trends: 12, pipeline: 6, worth: 12 } as const

/** The first day that the worth of credentials is told of. */
export const worthSince = ({ months = usualMonths.worth }: ReportSearch): string =>
  `${monthsBefore(dayOf(new Date()), months)}-01`

/** The address of the same report in the API. */
export function apiPath(report: string, filter: object): string {
  const query = new URLSearchParams(
    Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return `/api/v1/reports/${report}${query ? `?${query}` : ''}`
}

/** The files that a report comes in. */
export const fileFormats = [
  { format: 'xlsx', label: 'Excel workbook' },
  { format: 'csv', label: 'CSV' },
  { format: 'parquet', label: 'Parquet' },
] as const

/** The address of a report as a file. */
export const filePath = (path: string, format: (typeof fileFormats)[number]['format']): string =>
  `${path}${path.includes('?') ? '&' : '?'}format=${format}`
