import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  Navigate,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router'
import { selfQuery } from '@/api/queries'
import { readCredentialSearch } from '@/pages/catalogue/credential-search'
import { readSearchAddress } from '@/pages/catalogue/search-address'
import {
  readGapAddress,
  readPipelineAddress,
  readRecertificationAddress,
  readTrendAddress,
  readWorthAddress,
} from '@/pages/explanations/figure-address'
import { readGoal } from '@/pages/plans/goal-address'
import { readReportSearch } from '@/pages/reports/filter'
import { Empty } from '@/ui/Empty'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { homeOf } from './navigation'
import { Root } from './Root'

function Home() {
  const self = useQuery(selfQuery())
  return self.data ? <Navigate to={homeOf(self.data)} replace /> : null
}

function NotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <Empty title="No path leads here">
        <Anchor renderRoot={root => <Link {...root} to="/" />}>To the start</Anchor>
      </Empty>
    </>
  )
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <ProblemNotice error={error} onRetry={reset} />,
})

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home })

const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  component: lazyRouteComponent(() => import('@/pages/me/MePage'), 'MePage'),
})

const timeline = createRoute({
  getParentRoute: () => root,
  path: '/me/timeline',
  component: lazyRouteComponent(() => import('@/pages/reminders/TimelinePage'), 'TimelinePage'),
})

const notifications = createRoute({
  getParentRoute: () => root,
  path: '/me/notifications',
  component: lazyRouteComponent(() => import('@/pages/reminders/NotificationsPage'), 'NotificationsPage'),
})

const preferences = createRoute({
  getParentRoute: () => root,
  path: '/me/preferences',
  component: lazyRouteComponent(() => import('@/pages/reminders/PreferencesPage'), 'PreferencesPage'),
})

const reminders = createRoute({
  getParentRoute: () => root,
  path: '/reminders',
  component: lazyRouteComponent(() => import('@/pages/reminders/RemindersPage'), 'RemindersPage'),
})

const team = createRoute({
  getParentRoute: () => root,
  path: '/team',
  validateSearch: (search: Record<string, unknown>): { sub?: boolean } =>
    search.sub === true ? { sub: true } : {},
  component: lazyRouteComponent(() => import('@/pages/people/TeamPage'), 'TeamPage'),
})

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('@/pages/people/PeoplePage'), 'PeoplePage'),
})

const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$personId',
  component: lazyRouteComponent(() => import('@/pages/people/PersonPage'), 'PersonPage'),
})

const skillsOfPerson = createRoute({
  getParentRoute: () => root,
  path: '/people/$personId/skills',
  validateSearch: (search: Record<string, unknown>): { name?: string } => {
    const name = text(search.name)
    return name ? { name } : {}
  },
  component: lazyRouteComponent(() => import('@/pages/assessments/PersonSkillsPage'), 'PersonSkillsPage'),
})

const assign = createRoute({
  getParentRoute: () => root,
  path: '/assign',
  validateSearch: (search: Record<string, unknown>): { path?: string; person?: string; name?: string } => {
    const path = text(search.path)
    const picked = text(search.person)
    const name = text(search.name)
    return { ...(path ? { path } : {}), ...(picked ? { person: picked } : {}), ...(name ? { name } : {}) }
  },
  component: lazyRouteComponent(() => import('@/pages/assignments/AssignPage'), 'AssignPage'),
})

const assignToAudience = createRoute({
  getParentRoute: () => root,
  path: '/assign/audience',
  component: lazyRouteComponent(
    () => import('@/pages/assignments/AssignToAudiencePage'),
    'AssignToAudiencePage',
  ),
})

const audiences = createRoute({
  getParentRoute: () => root,
  path: '/audiences',
  component: lazyRouteComponent(() => import('@/pages/audiences/AudiencesPage'), 'AudiencesPage'),
})

const audience = createRoute({
  getParentRoute: () => root,
  path: '/audiences/$audienceId',
  component: lazyRouteComponent(() => import('@/pages/audiences/AudiencePage'), 'AudiencePage'),
})

const assignments = createRoute({
  getParentRoute: () => root,
  path: '/assignments',
  component: lazyRouteComponent(() => import('@/pages/assignments/AssignmentsPage'), 'AssignmentsPage'),
})

const assignment = createRoute({
  getParentRoute: () => root,
  path: '/assignments/$assignmentId',
  component: lazyRouteComponent(() => import('@/pages/assignments/AssignmentPage'), 'AssignmentPage'),
})

const reviews = createRoute({
  getParentRoute: () => root,
  path: '/reviews',
  component: lazyRouteComponent(() => import('@/pages/reviews/ReviewsPage'), 'ReviewsPage'),
})

const requests = createRoute({
  getParentRoute: () => root,
  path: '/requests',
  component: lazyRouteComponent(() => import('@/pages/requests/RequestsPage'), 'RequestsPage'),
})

const delegations = createRoute({
  getParentRoute: () => root,
  path: '/delegations',
  component: lazyRouteComponent(() => import('@/pages/delegations/DelegationsPage'), 'DelegationsPage'),
})

const hrPartners = createRoute({
  getParentRoute: () => root,
  path: '/hr-partners',
  component: lazyRouteComponent(() => import('@/pages/hr-partners/HrPartnersPage'), 'HrPartnersPage'),
})

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  beforeLoad: () => {
    throw redirect({ to: '/reports/skill-gaps' })
  },
})

const skillGaps = createRoute({
  getParentRoute: () => root,
  path: '/reports/skill-gaps',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('@/pages/reports/SkillGapsPage'), 'SkillGapsPage'),
})

const readiness = createRoute({
  getParentRoute: () => root,
  path: '/reports/readiness',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('@/pages/reports/ReadinessPage'), 'ReadinessPage'),
})

const recertification = createRoute({
  getParentRoute: () => root,
  path: '/reports/recertification',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('@/pages/reports/RecertificationPage'), 'RecertificationPage'),
})

const trends = createRoute({
  getParentRoute: () => root,
  path: '/reports/trends',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('@/pages/reports/TrendsPage'), 'TrendsPage'),
})

const pipeline = createRoute({
  getParentRoute: () => root,
  path: '/reports/pipeline',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('@/pages/reports/PipelinePage'), 'PipelinePage'),
})

const worth = createRoute({
  getParentRoute: () => root,
  path: '/reports/worth',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('@/pages/reports/WorthPage'), 'WorthPage'),
})

const gapExplanation = createRoute({
  getParentRoute: () => root,
  path: '/reports/skill-gaps/explanation',
  validateSearch: readGapAddress,
  component: lazyRouteComponent(
    () => import('@/pages/explanations/GapExplanationPage'),
    'GapExplanationPage',
  ),
})

const recertificationExplanation = createRoute({
  getParentRoute: () => root,
  path: '/reports/recertification/explanation',
  validateSearch: readRecertificationAddress,
  component: lazyRouteComponent(
    () => import('@/pages/explanations/RecertificationExplanationPage'),
    'RecertificationExplanationPage',
  ),
})

const trendExplanation = createRoute({
  getParentRoute: () => root,
  path: '/reports/trends/explanation',
  validateSearch: readTrendAddress,
  component: lazyRouteComponent(
    () => import('@/pages/explanations/TrendExplanationPage'),
    'TrendExplanationPage',
  ),
})

const pipelineExplanation = createRoute({
  getParentRoute: () => root,
  path: '/reports/pipeline/explanation',
  validateSearch: readPipelineAddress,
  component: lazyRouteComponent(
    () => import('@/pages/explanations/PipelineExplanationPage'),
    'PipelineExplanationPage',
  ),
})

const worthExplanation = createRoute({
  getParentRoute: () => root,
  path: '/reports/worth/explanation',
  validateSearch: readWorthAddress,
  component: lazyRouteComponent(
    () => import('@/pages/explanations/WorthExplanationPage'),
    'WorthExplanationPage',
  ),
})

const savedReports = createRoute({
  getParentRoute: () => root,
  path: '/reports/saved',
  component: lazyRouteComponent(() => import('@/pages/reports/SavedReportsPage'), 'SavedReportsPage'),
})

const reportFiles = createRoute({
  getParentRoute: () => root,
  path: '/reports/files',
  component: lazyRouteComponent(() => import('@/pages/reports/ExportsPage'), 'ExportsPage'),
})

const catalogue = createRoute({
  getParentRoute: () => root,
  path: '/catalogue',
  beforeLoad: () => {
    throw redirect({ to: '/catalogue/credentials' })
  },
})

const search = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/search',
  validateSearch: readSearchAddress,
  component: lazyRouteComponent(() => import('@/pages/catalogue/SearchPage'), 'SearchPage'),
})

const credentials = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/credentials',
  validateSearch: readCredentialSearch,
  component: lazyRouteComponent(() => import('@/pages/catalogue/CredentialsPage'), 'CredentialsPage'),
})

const credential = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/credentials/$credentialId',
  component: lazyRouteComponent(() => import('@/pages/catalogue/CredentialPage'), 'CredentialPage'),
})

const rubric = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/credentials/$credentialId/rubric',
  component: lazyRouteComponent(() => import('@/pages/rubrics/RubricPage'), 'RubricPage'),
})

const stacks = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/stacks',
  component: lazyRouteComponent(() => import('@/pages/catalogue/StacksPage'), 'StacksPage'),
})

const stack = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/stacks/$stackId',
  component: lazyRouteComponent(() => import('@/pages/catalogue/StackPage'), 'StackPage'),
})

const paths = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/paths',
  component: lazyRouteComponent(() => import('@/pages/catalogue/PathsPage'), 'PathsPage'),
})

const path = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/paths/$pathId',
  component: lazyRouteComponent(() => import('@/pages/catalogue/PathPage'), 'PathPage'),
})

const jobAds = createRoute({
  getParentRoute: () => root,
  path: '/job-ads',
  component: lazyRouteComponent(() => import('@/pages/job-ads/JobAdsPage'), 'JobAdsPage'),
})

const plans = createRoute({
  getParentRoute: () => root,
  path: '/plans',
  validateSearch: readGoal,
  component: lazyRouteComponent(() => import('@/pages/plans/PlansPage'), 'PlansPage'),
})

const newStack = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/stacks/new',
  component: lazyRouteComponent(() => import('@/pages/stacks/NewStackPage'), 'NewStackPage'),
})

const editStack = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/stacks/$stackId/edit',
  component: lazyRouteComponent(() => import('@/pages/stacks/EditStackPage'), 'EditStackPage'),
})

const roles = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/roles',
  component: lazyRouteComponent(() => import('@/pages/roles/RolesPage'), 'RolesPage'),
})

const role = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/roles/$roleId',
  component: lazyRouteComponent(() => import('@/pages/roles/RolePage'), 'RolePage'),
})

const ladders = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/ladders',
  component: lazyRouteComponent(() => import('@/pages/roles/LaddersPage'), 'LaddersPage'),
})

const newLadder = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/ladders/new',
  component: lazyRouteComponent(() => import('@/pages/roles/NewLadderPage'), 'NewLadderPage'),
})

const ladder = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/ladders/$ladderId',
  component: lazyRouteComponent(() => import('@/pages/roles/LadderPage'), 'LadderPage'),
})

const editLadder = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/ladders/$ladderId/edit',
  component: lazyRouteComponent(() => import('@/pages/roles/EditLadderPage'), 'EditLadderPage'),
})

const issuers = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/issuers',
  component: lazyRouteComponent(() => import('@/pages/curation/IssuersPage'), 'IssuersPage'),
})

const drafts = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/drafts',
  component: lazyRouteComponent(() => import('@/pages/curation/DraftsPage'), 'DraftsPage'),
})

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('@/pages/webhooks/WebhooksPage'), 'WebhooksPage'),
})

const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazyRouteComponent(() => import('@/pages/imports/ImportsPage'), 'ImportsPage'),
})

const importJob = createRoute({
  getParentRoute: () => root,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('@/pages/imports/ImportPage'), 'ImportPage'),
})

const routeTree = root.addChildren([
  webhooks,
  imports,
  importJob,
  home,
  me,
  timeline,
  notifications,
  preferences,
  reminders,
  team,
  people,
  person,
  skillsOfPerson,
  assign,
  assignToAudience,
  audiences,
  audience,
  assignments,
  assignment,
  reviews,
  requests,
  delegations,
  hrPartners,
  reports,
  skillGaps,
  readiness,
  recertification,
  trends,
  pipeline,
  worth,
  savedReports,
  reportFiles,
  gapExplanation,
  recertificationExplanation,
  trendExplanation,
  pipelineExplanation,
  worthExplanation,
  catalogue,
  search,
  credentials,
  credential,
  rubric,
  stacks,
  stack,
  paths,
  path,
  jobAds,
  plans,
  newStack,
  editStack,
  roles,
  role,
  ladders,
  newLadder,
  ladder,
  editLadder,
  issuers,
  drafts,
])

/** The portal's addresses, as the browser keeps them or in a history of the caller's. */
export const portalRouter = (history?: RouterHistory) =>
  createRouter({
    routeTree,
    defaultPreload: 'intent',
    scrollRestoration: true,
    ...(history ? { history } : {}),
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof portalRouter>
  }
}
