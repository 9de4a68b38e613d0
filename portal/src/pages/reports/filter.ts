import type { Dimension, ReadinessState, RoleChoice } from '@/api/model'
import type { ReportFilter } from '@/api/queries'
import type { ExportedReport } from '@/api/report-exports'
import { dayOf, monthsBefore } from '@/words/dates'

/** The filter of a report as it stands in the page's address. */
export interface ReportSearch {
  department?: string
  /** Without the departments below it. */
  alone?: boolean
  team?: string
  sub?: boolean
  location?: string
  /** The role that people have, whatever they are compared with. */
  holds?: string
  /** A cohort: the first and the last day on which somebody of it was hired, YYYY-MM-DD. */
  hiredFrom?: string
  hiredUntil?: string
  /** The day as of whose end, in UTC, a report is told: in the past, or to come. */
  on?: string
  role?: string
  choice?: RoleChoice
  /** How many months a report looks back or ahead. */
  months?: number
  /** Of readiness: only who is this ready. */
  state?: ReadinessState
  /** What the report tells group by group too. */
  by?: Dimension
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)
const isMonths = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 60
const isChoice = (value: unknown): value is RoleChoice =>
  value === 'own' || value === 'target' || value === 'next'

const day = (value: unknown) => {
  const written = text(value)
  const date = written && /^\d{4}-\d{2}-\d{2}$/.test(written) ? new Date(written) : undefined
  // The 31st of February is read as a day of March.
  return date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written ?? '')
    ? written
    : undefined
}

/** What each report asks beside whom it is about: which of their roles it compares with, of which day it is told, and by groups or not. */
export const takes = {
  'skill-gaps': { roles: true, day: true, groups: true },
  readiness: { roles: true, day: true, groups: true },
  recertification: { roles: false, day: true, groups: true },
  trends: { roles: true, day: false, groups: true },
  pipeline: { roles: true, day: true, groups: false },
  worth: { roles: false, day: false, groups: false },
} as const satisfies Record<ExportedReport, { roles: boolean; day: boolean; groups: boolean }>

/** By what people can be grouped. */
export const dimensions = ['department', 'location', 'role', 'manager', 'hired_year'] as const

/** How ready people are, the readiest first. */
export const readinessStates = ['ready', 'ready_until', 'nearly', 'not_yet', 'blocked'] as const

/** Takes from an address what a report understands, and nothing else. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const department = text(search.department)
  const team = text(search.team)
  const role = text(search.role)
  const state = readinessStates.find(each => each === search.state)
  const by = dimensions.find(each => each === search.by)
  const location = text(search.location)
  const holds = text(search.holds)
  const hiredFrom = day(search.hiredFrom)
  const hiredUntil = day(search.hiredUntil)
  const on = day(search.on)
  return {
    ...(department ? { department } : {}),
    ...(department && search.alone === true ? { alone: true } : {}),
    ...(team ? { team } : {}),
    ...(team && search.sub === true ? { sub: true } : {}),
    ...(location ? { location } : {}),
    ...(holds ? { holds } : {}),
    ...(hiredFrom ? { hiredFrom } : {}),
    ...(hiredUntil ? { hiredUntil } : {}),
    ...(on ? { on } : {}),
    ...(role ? { role } : {}),
    ...(isChoice(search.choice) ? { choice: search.choice } : {}),
    ...(isMonths(search.months) ? { months: search.months } : {}),
    ...(state ? { state } : {}),
    ...(by ? { by } : {}),
  }
}

/** The filter as this report of the API takes it; what the report does not ask for is left out. */
export function apiFilter(report: ExportedReport, search: ReportSearch): ReportFilter {
  const { roles, day } = takes[report]
  return {
    ...(search.department ? { department_id: search.department } : {}),
    ...(search.department && search.alone ? { without_sub_departments: true } : {}),
    ...(search.team ? { team_id: search.team } : {}),
    ...(search.team && search.sub ? { include_sub_teams: true } : {}),
    ...(search.location ? { location: search.location } : {}),
    ...(search.holds ? { people_role_id: search.holds } : {}),
    ...(search.hiredFrom ? { hired_from: search.hiredFrom } : {}),
    ...(search.hiredUntil ? { hired_until: search.hiredUntil } : {}),
    ...(day && search.on ? { as_of: `${search.on}T23:59:59Z` } : {}),
    ...(roles && search.role ? { role_id: search.role } : {}),
    ...(roles && search.choice && !search.role ? { role_choice: search.choice } : {}),
  }
}

/** The filter of a page that asks this of the API. */
export const searchFrom = (query: Record<string, unknown>): ReportSearch =>
  readReportSearch({
    department: query.department_id,
    alone: query.without_sub_departments,
    team: query.team_id,
    sub: query.include_sub_teams,
    location: query.location,
    holds: query.people_role_id,
    hiredFrom: query.hired_from,
    hiredUntil: query.hired_until,
    on: text(query.as_of)?.slice(0, 10),
    role: query.role_id,
    choice: query.role_choice,
    months: query.months,
    state: [query.state].flat()[0],
    by: query.group_by,
  })

/** The same, told group by group too where that is asked for. */
export const groupedFilter = (report: ExportedReport, search: ReportSearch): ReportFilter => ({
  ...apiFilter(report, search),
  ...(takes[report].groups && search.by ? { group_by: search.by } : {}),
})

const withoutSubTeams = ({ sub: _, ...search }: ReportSearch): ReportSearch => search

/** The same report about those of one group alone. */
export function withinGroup({ by, ...search }: ReportSearch, group: string): ReportSearch {
  switch (by) {
    case 'department':
      return { ...search, department: group, alone: true }
    case 'location':
      return { ...search, location: group }
    case 'role':
      return { ...search, holds: group }
    case 'manager':
      // Whom the manager leads directly, whatever line it was found in.
      return { ...withoutSubTeams(search), team: group }
    case 'hired_year':
      return {
        ...search,
        hiredFrom: search.hiredFrom?.startsWith(group) ? search.hiredFrom : `${group}-01-01`,
        hiredUntil: search.hiredUntil?.startsWith(group) ? search.hiredUntil : `${group}-12-31`,
      }
    default:
      return search
  }
}

/** How many months a report looks back or ahead where nothing is chosen. */
export const usualMonths = { trends: 12, pipeline: 6, worth: 12 } as const

/** The first day that the worth of credentials is told of. */
export const worthSince = ({ months = usualMonths.worth }: ReportSearch): string =>
  `${monthsBefore(dayOf(new Date()), months)}-01`

/** The address of the same report in the API; what has several values is named once for each. */
export function apiPath(report: string, filter: object): string {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, String(value)]),
    ),
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
