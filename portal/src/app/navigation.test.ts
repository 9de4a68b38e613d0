import { describe, expect, it } from 'vitest'
import { homeOf, mayOpen, navigationFor, type Standing } from './navigation'

const person = { person_id: 'p-1' }
const employee: Standing = { roles: ['employee'], leads_people: false, person }
const manager: Standing = { roles: ['employee', 'manager'], leads_people: true, person }
const hr: Standing = { roles: ['employee', 'hr'], leads_people: false, person }
const partner: Standing = {
  roles: ['employee', 'hr-partner'],
  leads_people: false,
  hr_department_ids: ['d-1'],
  person,
}
const admin: Standing = { roles: ['tenant-admin'], leads_people: false, person: null }

const places = (self: Standing) => navigationFor(self).flatMap(group => group.places.map(place => place.to))

const own = ['/me', '/me/timeline', '/me/notifications', '/requests']
const everybodys = ['/catalogue', '/job-ads', '/plans']

describe('the navigation', () => {
  it('shows an employee the own path, the catalogue, job ads and plans', () => {
    expect(places(employee)).toEqual([...own, ...everybodys])
  })

  it('shows a manager the team, its assignments and claims', () => {
    expect(places(manager)).toEqual([
      ...own,
      '/team',
      '/assignments',
      '/reviews',
      '/delegations',
      '/reports',
      ...everybodys,
    ])
  })

  it('shows nobody a team who has the role but leads nobody, or leads without the role', () => {
    expect(places({ ...manager, leads_people: false })).toEqual([...own, ...everybodys])
    expect(places({ ...employee, stands_in_for: ['p-9'] })).toEqual(places(manager))
    expect(places({ ...employee, leads_people: true })).toEqual([...own, ...everybodys])
  })

  it('shows HR everyone', () => {
    expect(places(hr)).toEqual([
      ...own,
      '/people',
      '/hr-partners',
      '/assignments',
      '/reviews',
      '/reminders',
      '/imports',
      '/reports',
      ...everybodys,
      '/webhooks',
    ])
  })

  it('shows an HR partner the people of the own departments, and nothing of the whole tenant', () => {
    expect(places(partner)).toEqual([
      ...own,
      '/people',
      '/assignments',
      '/reviews',
      '/reports',
      ...everybodys,
    ])
    expect(places({ ...partner, hr_department_ids: [] })).toEqual(places(employee))
    expect(places({ ...partner, roles: ['employee'] })).toEqual(places(employee))
  })

  it('shows an administrator no claims to decide on, and no own path without a person', () => {
    expect(places(admin)).toEqual([
      '/people',
      '/hr-partners',
      '/assignments',
      '/reminders',
      '/imports',
      '/reports',
      ...everybodys,
      '/webhooks',
    ])
  })
})

describe('the start', () => {
  it('is where the work is', () => {
    expect([employee, manager, hr, admin].map(homeOf)).toEqual(['/me', '/team', '/reports', '/reports'])
    expect(homeOf(partner)).toBe('/reports')
    expect(homeOf({ ...employee, person: null })).toBe('/catalogue')
  })
})

describe('a page', () => {
  it('opens for whom it makes sense', () => {
    expect(mayOpen(employee, '/me')).toBe(true)
    expect(mayOpen(employee, '/people/p-1')).toBe(true)
    expect(mayOpen(employee, '/people')).toBe(false)
    expect(mayOpen(employee, '/reports/skill-gaps')).toBe(false)
    expect(mayOpen(employee, '/assignments/a-1')).toBe(false)
    expect(mayOpen(manager, '/assign')).toBe(true)
    expect(mayOpen(admin, '/reviews')).toBe(false)
    expect([employee, manager, hr, admin].map(self => mayOpen(self, '/reminders'))).toEqual([
      false,
      false,
      true,
      true,
    ])
    expect(mayOpen(hr, '/reports/readiness')).toBe(true)
    expect(mayOpen(hr, '/catalogue/drafts')).toBe(false)
    expect([manager, partner, hr, admin].map(self => mayOpen(self, '/webhooks'))).toEqual([
      false,
      false,
      true,
      true,
    ])
    expect(mayOpen(admin, '/catalogue/stacks/new')).toBe(true)
    expect(mayOpen(employee, '/catalogue/stacks/new-stack')).toBe(true)
  })
})
