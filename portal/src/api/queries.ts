import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  getAssignment,
  getCredential,
  getLearningPath,
  getMe,
  getMyProgress,
  getMyReadiness,
  getPerson,
  getPersonProgress,
  getSkill,
  getStack,
  listAchievements,
  listAssignmentProgress,
  listAssignments,
  listCredentials,
  listDepartments,
  listIssuers,
  listLearningPaths,
  listPathProgress,
  listPeople,
  listPlatforms,
  listRoles,
  listSkills,
  listStacks,
  listTeams,
  reportPipeline,
  reportReadiness,
  reportRecertification,
  reportSkillGaps,
  reportTrends,
  reportWorth,
} from './generated'
import type { CredentialKind, Dimension, ReadinessState, RoleChoice } from './model'
import { everyItem } from './pages'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const keys = {
  self: ['self'],
  people: ['people'],
  progress: ['progress'],
  assignments: ['assignments'],
  claims: ['claims'],
  readiness: ['readiness'],
  reports: ['reports'],
  catalogue: ['catalogue'],
} as const

const limit = 500
/** The catalogue changes seldom. */
const catalogueStaleTime = 5 * 60_000

/** The data of an answer; a refusal is thrown as a `Problem` by the configured client. */
async function data<T>(answer: Promise<{ data: T }>): Promise<T> {
  return (await answer).data
}

/** Who is signed in. */
export const selfQuery = () =>
  queryOptions({
    queryKey: keys.self,
    queryFn: ({ signal }) => data(getMe({ signal, throwOnError: true })),
    staleTime: 60_000,
  })

/** Where somebody stands; null means the signed-in person. */
export const progressQuery = (personId: string | null) =>
  queryOptions({
    queryKey: [...keys.progress, 'person', personId],
    queryFn: ({ signal }) =>
      personId === null
        ? data(getMyProgress({ signal, throwOnError: true }))
        : data(getPersonProgress({ path: { person_id: personId }, signal, throwOnError: true })),
  })

/** The signed-in person's readiness: for the target role, else the next rung of a ladder, else the own role. */
export const myReadinessQuery = () =>
  queryOptions({
    queryKey: [...keys.readiness, 'me'],
    queryFn: ({ signal }) => data(getMyReadiness({ signal, throwOnError: true })),
  })

/** Somebody's readiness; null where there is no role to compare with. */
export const personReadinessQuery = (personId: string, choice: RoleChoice | null) =>
  queryOptions({
    queryKey: [...keys.readiness, 'person', personId, choice],
    queryFn: async ({ signal }) => {
      const page = await data(
        reportReadiness({
          query: { person_id: [personId], role_choice: choice, limit: 1 },
          signal,
          throwOnError: true,
        }),
      )
      return page.items[0] ?? null
    },
    placeholderData: keepPreviousData,
  })

export interface PeopleFilter {
  readonly without_sub_departments?: boolean
  readonly team_id?: string
  readonly include_sub_teams?: boolean
  readonly query?: string
}

/** Everybody who fits. */
export const peopleQuery = (filter: PeopleFilter) =>
  queryOptions({
    queryKey: [...keys.people, 'all', filter],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listPeople({ query: { ...filter, limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    placeholderData: keepPreviousData,
  })

/** People page by page. */
export const peoplePagesQuery = (filter: { query: string; departmentId: string | null }) =>
  infiniteQueryOptions({
    queryKey: [...keys.people, 'pages', filter],
    queryFn: ({ signal, pageParam }) =>
      data(
        listPeople({
          query: {
            query: filter.query || null,
            department_id: filter.departmentId,
            limit: 50,
            cursor: pageParam,
          },
          signal,
          throwOnError: true,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next_cursor,
    placeholderData: keepPreviousData,
  })

/** The first so many people whose name or mail address contains the text: for choosing somebody. */
export const peopleSearchQuery = (query: string) =>
  queryOptions({
    queryKey: [...keys.people, 'search', query],
    queryFn: ({ signal }) =>
      data(listPeople({ query: { query: query || null, limit: 30 }, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  })

/** One person. */
export const personQuery = (personId: string) =>
  queryOptions({
    queryKey: [...keys.people, 'one', personId],
    queryFn: ({ signal }) => data(getPerson({ path: { person_id: personId }, signal, throwOnError: true })),
  })

/** The teams in reach. */
export const teamsQuery = () =>
  queryOptions({
    queryKey: [...keys.people, 'teams'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listTeams({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: 60_000,
  })

/** Every department. */
export const departmentsQuery = () =>
  queryOptions({
    queryKey: [...keys.people, 'departments'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listDepartments({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: 60_000,
  })

/** Where everybody in reach stands on paths. */
export const pathProgressQuery = () =>
  queryOptions({
    queryKey: [...keys.progress, 'paths'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listPathProgress({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
  })

/** The assignments in reach, the newest first. */
export const assignmentsQuery = () =>
  queryOptions({
    queryKey: [...keys.assignments, 'all'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listAssignments({ query: { limit: 100, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
  })

/** One assignment. */
export const assignmentQuery = (assignmentId: string) =>
  queryOptions({
    queryKey: [...keys.assignments, 'one', assignmentId],
    queryFn: ({ signal }) =>
      data(getAssignment({ path: { assignment_id: assignmentId }, signal, throwOnError: true })),
  })

/** Where those stand whom an assignment enrolled. */
export const assignmentProgressQuery = (assignmentId: string) =>
  queryOptions({
    queryKey: [...keys.progress, 'assignment', assignmentId],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(
          listAssignmentProgress({
            path: { assignment_id: assignmentId },
            query: { limit, cursor: cursor ?? null },
            signal,
            throwOnError: true,
          }),
        ),
      ),
  })

/** The claims in reach that wait for a decision. */
export const claimsQuery = () =>
  queryOptions({
    queryKey: [...keys.claims],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(
          listAchievements({
            query: { decision: 'claimed', limit: 100, cursor: cursor ?? null },
            signal,
            throwOnError: true,
          }),
        ),
      ),
  })

/** Whom a report is about, as of when, and which of their roles it compares with; empty means everybody in reach, now. */
export interface ReportFilter {
  readonly department_id?: string
  readonly team_id?: string
  readonly include_sub_teams?: boolean
  readonly location?: string
  readonly people_role_id?: string
  readonly hired_from?: string
  readonly hired_until?: string
  readonly as_of?: string
  readonly role_id?: string
  readonly role_choice?: RoleChoice
  /** What a report tells group by group too. */
  readonly group_by?: Dimension
}

/** How many people lack which skills against their roles; who they are is told by the explanation of a figure. */
export const skillGapsQuery = (filter: ReportFilter) =>
  queryOptions({
    queryKey: [...keys.reports, 'skill-gaps', filter],
    queryFn: ({ signal }) =>
      data(reportSkillGaps({ query: { ...filter, figures_only: true }, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  })

/** How many of those who fit are how ready. */
export const readinessFiguresQuery = (filter: ReportFilter) =>
  queryOptions({
    queryKey: [...keys.readiness, 'figures', filter],
    queryFn: ({ signal }) =>
      data(reportReadiness({ query: { ...filter, figures_only: true }, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  })

/** Whose readiness is told person by person: of those who fit, only who is in one of the states, where any are named. */
export type ReadinessFilter = ReportFilter & { readonly state?: ReadinessState[] }

/** The same page by page: for more than are put in order. */
export const readinessPagesQuery = (filter: ReadinessFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.readiness, 'pages', filter],
    queryFn: ({ signal, pageParam }) =>
      data(
        reportReadiness({ query: { ...filter, limit: 100, cursor: pageParam }, signal, throwOnError: true }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next_cursor,
    placeholderData: keepPreviousData,
  })

/** How ready everybody who fits is, person by person. */
export const readinessReportQuery = (filter: ReadinessFilter) =>
  queryOptions({
    queryKey: [...keys.readiness, 'report', filter],
    queryFn: async ({ signal }) => {
      const first = await data(reportReadiness({ query: { ...filter, limit }, signal, throwOnError: true }))
      if (!first.next_cursor) return first
      const rest = await everyItem(cursor =>
        data(
          reportReadiness({
            query: { ...filter, limit, cursor: cursor ?? first.next_cursor },
            signal,
            throwOnError: true,
          }),
        ),
      )
      return { ...first, items: [...first.items, ...rest], next_cursor: null }
    },
    placeholderData: keepPreviousData,
  })

/** How many certifications lapse when; whose they are is told by the explanation of a figure. */
export const recertificationQuery = (filter: Omit<ReportFilter, 'role_id' | 'role_choice'>) =>
  queryOptions({
    queryKey: [...keys.reports, 'recertification', filter],
    queryFn: ({ signal }) =>
      data(reportRecertification({ query: { ...filter, figures_only: true }, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  })

/** How readiness, gaps and credentials went from month to month, over so many months up to this one. */
export const trendsQuery = (filter: ReportFilter, months: number) =>
  queryOptions({
    queryKey: [...keys.reports, 'trends', filter, months],
    queryFn: ({ signal }) => data(reportTrends({ query: { ...filter, months }, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  })

/** Who is on the way to which role, within so many months by the plan that people are on. */
export const pipelineQuery = (filter: ReportFilter, months: number) =>
  queryOptions({
    queryKey: [...keys.reports, 'pipeline', filter, months],
    queryFn: ({ signal }) =>
      data(reportPipeline({ query: { ...filter, months }, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  })

/** What credentials were worth since a day. */
export const worthQuery = (filter: Omit<ReportFilter, 'role_id' | 'role_choice'>, since: string) =>
  queryOptions({
    queryKey: [...keys.reports, 'worth', filter, since],
    queryFn: ({ signal }) =>
      data(reportWorth({ query: { ...filter, from: since }, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  })

export interface CredentialFilter {
  readonly query?: string
  readonly kind?: CredentialKind
  readonly issuer_id?: string
  readonly skill_id?: string
}

/** Credentials page by page. */
export const credentialPagesQuery = ({ kind, ...filter }: CredentialFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.catalogue, 'credential-pages', kind, filter],
    queryFn: ({ signal, pageParam }) =>
      data(
        listCredentials({
          query: { ...filter, ...(kind ? { kind: [kind] } : {}), limit: 48, cursor: pageParam },
          signal,
          throwOnError: true,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

/** Every credential: for choosing one. */
export const allCredentialsQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'credentials'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listCredentials({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: 30_000,
  })

/** One credential. */
export const credentialQuery = (credentialId: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'credential', credentialId],
    queryFn: ({ signal }) =>
      data(getCredential({ path: { credential_id: credentialId }, signal, throwOnError: true })),
  })

/** Every issuer. */
export const issuersQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'issuers'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listIssuers({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: catalogueStaleTime,
  })

/** Every platform. */
export const platformsQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'platforms'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listPlatforms({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: catalogueStaleTime,
  })

/** Every skill. */
export const skillsQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'skills'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listSkills({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: catalogueStaleTime,
  })

/** One skill. */
export const skillQuery = (skillId: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'skill', skillId],
    queryFn: ({ signal }) => data(getSkill({ path: { skill_id: skillId }, signal, throwOnError: true })),
    staleTime: catalogueStaleTime,
  })

/** Every stack. */
export const stacksQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'stacks'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listStacks({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: 30_000,
  })

/** One stack. */
export const stackQuery = (stackId: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'stack', stackId],
    queryFn: ({ signal }) => data(getStack({ path: { stack_id: stackId }, signal, throwOnError: true })),
  })

/** Every learning path. */
export const learningPathsQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'learning-paths'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listLearningPaths({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: 30_000,
  })

/** One learning path. */
export const learningPathQuery = (pathId: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'learning-path', pathId],
    queryFn: ({ signal }) => data(getLearningPath({ path: { path_id: pathId }, signal, throwOnError: true })),
  })

/** Every role. */
export const rolesQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'roles'],
    queryFn: ({ signal }) =>
      everyItem(cursor =>
        data(listRoles({ query: { limit, cursor: cursor ?? null }, signal, throwOnError: true })),
      ),
    staleTime: 30_000,
  })
