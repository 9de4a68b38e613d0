/** What of the signed-in account decides what is offered. The services decide what is allowed. */
export interface Standing {
  readonly roles: readonly string[]
  readonly leads_people: boolean
  /** The managers whose lines are in this person's hands today. */
  readonly stands_in_for?: readonly string[]
  /** The departments for which this person is responsible as HR today. */
  readonly hr_department_ids?: readonly string[]
  readonly person: { readonly person_id: string } | null
}

export type Place =
  | '/me'
  | '/me/timeline'
  | '/me/notifications'
  | '/reminders'
  | '/team'
  | '/people'
  | '/hr-partners'
  | '/assign'
  | '/assignments'
  | '/reviews'
  | '/requests'
  | '/delegations'
  | '/reports'
  | '/catalogue'
  | '/imports'
  | '/job-ads'
  | '/plans'
  | '/webhooks'

export interface NavigationGroup {
  readonly label: string
  readonly places: readonly { readonly to: Place; readonly label: string }[]
}

const has = (self: Standing, ...roles: string[]) => roles.some(role => self.roles.includes(role))

/** Leads people and has the role for it, both are needed, or stands in for somebody who does. */
export const actsAsManager = (self: Standing) =>
  (self.leads_people && has(self, 'manager')) || (self.stands_in_for ?? []).length > 0

/** Sees everybody. */
export const seesEverybody = (self: Standing) => has(self, 'hr', 'tenant-admin')

/** Is HR for whoever works in some of the departments. */
export const partnersUnits = (self: Standing) =>
  has(self, 'hr-partner') && (self.hr_department_ids ?? []).length > 0

/** Sees people beyond the own line. */
export const listsPeople = (self: Standing) => seesEverybody(self) || partnersUnits(self)

/** May assign paths to somebody. */
export const assigns = (self: Standing) => actsAsManager(self) || listsPeople(self)

/** Looks after the organization's catalogue. */
export const curates = (self: Standing) => has(self, 'tenant-admin')

/** May verify or refuse somebody's claims. */
export const decides = (self: Standing) =>
  actsAsManager(self) || partnersUnits(self) || has(self, 'hr', 'reviewer')

/** What the list of people is called: of everybody, or of the departments for which one is HR. */
export const peopleLabel = (self: Standing) => (seesEverybody(self) ? 'Everyone' : 'My departments')

/** The pages that make sense for this account, by what they are for. */
export function navigationFor(self: Standing): NavigationGroup[] {
  const groups: NavigationGroup[] = [
    {
      label: 'Me',
      places: self.person
        ? [
            { to: '/me', label: 'My path' },
            { to: '/me/timeline', label: 'My timeline' },
            { to: '/me/notifications', label: 'Notifications' },
            { to: '/requests', label: 'Requests' },
          ]
        : [],
    },
    {
      label: 'People',
      places: [
        ...(actsAsManager(self) ? [{ to: '/team', label: 'My team' } as const] : []),
        ...(listsPeople(self) ? [{ to: '/people', label: peopleLabel(self) } as const] : []),
        ...(seesEverybody(self) ? [{ to: '/hr-partners', label: 'HR partners' } as const] : []),
        ...(assigns(self) ? [{ to: '/assignments', label: 'Assignments' } as const] : []),
        ...(decides(self) ? [{ to: '/reviews', label: 'Reviews' } as const] : []),
        ...(actsAsManager(self) ? [{ to: '/delegations', label: 'Delegations' } as const] : []),
        ...(seesEverybody(self) ? [{ to: '/reminders', label: 'Reminders' } as const] : []),
        ...(seesEverybody(self) ? [{ to: '/imports', label: 'Imports' } as const] : []),
      ],
    },
    {
      label: 'Insight',
      places: [
        ...(assigns(self) ? [{ to: '/reports', label: 'Reports' } as const] : []),
        { to: '/catalogue', label: 'Catalogue' },
        { to: '/job-ads', label: 'Job ads' },
        { to: '/plans', label: 'Plans' },
        ...(seesEverybody(self) ? [{ to: '/webhooks', label: 'Webhooks' } as const] : []),
      ],
    },
  ]
  return groups.filter(group => group.places.length > 0)
}

/** Where somebody lands after signing in. */
export function homeOf(self: Standing): Place {
  if (actsAsManager(self)) return '/team'
  if (listsPeople(self)) return '/reports'
  return self.person ? '/me' : '/catalogue'
}

const conditions: readonly { place: string; holds: (self: Standing) => boolean }[] = [
  { place: '/team', holds: actsAsManager },
  { place: '/assign', holds: assigns },
  { place: '/assignments', holds: assigns },
  { place: '/audiences', holds: assigns },
  { place: '/reviews', holds: decides },
  { place: '/reports', holds: assigns },
  { place: '/reminders', holds: seesEverybody },
  { place: '/hr-partners', holds: seesEverybody },
  { place: '/imports', holds: seesEverybody },
  { place: '/webhooks', holds: seesEverybody },
  { place: '/catalogue/stacks/new', holds: curates },
  { place: '/catalogue/ladders/new', holds: curates },
  { place: '/catalogue/issuers', holds: curates },
  { place: '/catalogue/drafts', holds: curates },
]

/** Whether a page makes sense for this account; pages without a condition do. */
export function mayOpen(self: Standing, path: string): boolean {
  if (/^\/catalogue\/credentials\/[^/]+\/rubric$/.test(path)) return seesEverybody(self)
  const condition = conditions.find(({ place }) => path === place || path.startsWith(`${place}/`))
  if (path === '/people') return listsPeople(self)
  return condition ? condition.holds(self) : true
}
