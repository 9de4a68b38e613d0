import { describe, expect, it } from 'vitest'
import type { Person } from '@/api/model'
import { aPath, aReadiness } from '@/testing/examples'
import { teamMembers } from './team-members'

const chloe: Person = {
  person_id: 'p-1',
  version: 1,
  given_name: 'Chloé',
  family_name: 'Nguyen',
  email: null,
  position: { title: 'Marketing assistant' },
  target_role_id: null,
  hired_on: null,
  has_account: true,
  past_roles: [],
  past_employments: [],
  further_positions: [],
  left_on: null,
  location: null,
  attributes: [],
  time_zone: null,
  language: null,
}

const due = (dueOn: string | null, given = {}) => {
  const path = aPath(given)
  return { ...path, enrolment: { ...path.enrolment, due_on: dueOn } }
}

describe('a member of the team', () => {
  it('is shown with what is complete, what is overdue and what is due next', () => {
    const paths = [
      due('2027-03-01'),
      due('2027-01-15'),
      due('2026-10-01', { overdue: true }),
      due('2026-12-01', { completed: true }),
      due(null),
    ]
    expect(teamMembers([chloe], paths, [aReadiness()])[0]).toMatchObject({
      name: 'Chloé Nguyen',
      title: 'Marketing assistant',
      pathCount: 5,
      completedPathCount: 1,
      overdueCount: 1,
      nextDueOn: '2027-01-15',
      readiness: { role_name: 'Lead' },
    })
  })

  it('has unknown readiness until it is there, and none without a role', () => {
    expect(teamMembers([chloe], undefined, undefined)[0]?.readiness).toBeUndefined()
    expect(teamMembers([chloe], [], [])[0]?.readiness).toBeNull()
  })
})
