import type { Achievement, PathProgress, PersonReadiness, Rubric } from '@/api/model'

/** An achievement as the gateway answers it: claimed, not decided. */
export function anAchievement(given: Partial<Achievement> = {}): Achievement {
  return {
    achievement_id: 'a-1',
    version: 1,
    person_id: 'p-1',
    person_name: 'Chloé Nguyen',
    credential_id: 'google-ads-search',
    credential_name: 'Google Ads Search Certification',
    issued_on: '2026-11-01',
    evidence: [{ url: 'https://credentials.example/1', description: 'The certificate' }],
    claimed_at: '2026-11-20T10:00:00Z',
    decision: 'claimed',
    decided_by: null,
    decided_at: null,
    reason: null,
    periods: [],
    standing: 'waiting_for_verification',
    counts: false,
    certificate: null,
    reckonings: [],
    marks: [],
    corrections: [],
    as_history: false,
    due_on: null,
    review: null,
    grading: null,
    ...given,
  }
}

/** A verified achievement that counts until a day; null for one that never ends. */
export function aValidAchievement(lastValidOn: string | null, given: Partial<Achievement> = {}): Achievement {
  return anAchievement({
    decision: 'verified',
    standing: 'active',
    counts: true,
    periods: [
      {
        valid_from: '2026-01-01T00:00:00Z',
        valid_until: lastValidOn && `${lastValidOn}T24:00:00Z`,
        last_valid_on: lastValidOn,
      },
    ],
    ...given,
  })
}

/** A path of two steps that nobody has begun. */
export function aPath(given: Partial<PathProgress> = {}): PathProgress {
  const step = {
    credential_id: 'google-ads-search',
    stack_id: null,
    name: 'Google Ads Search Certification',
    note: null,
    state: 'not_started',
    achievement_id: null,
    last_valid_on: null,
    stack: null,
    allowance: null,
  } as const
  return {
    enrolment: {
      enrolment_id: 'e-1',
      version: 1,
      person_id: 'p-1',
      path_id: 'digital-marketing',
      assignment_id: 'as-1',
      due_on: '2027-01-31',
      enrolled_at: '2026-11-01T10:00:00Z',
      started_steps: [],
      asks: [],
      withdrawn_at: null,
      renews_credential_id: null,
      cycle_began_on: null,
    },
    path_name: 'Become a digital marketer',
    steps: [
      { ...step, step_id: 's-1' },
      { ...step, step_id: 's-2' },
    ],
    completed_steps: 0,
    completed: false,
    overdue: false,
    due_on: '2027-01-31',
    exempt_steps: 0,
    exemption: null,
    extension: null,
    ...given,
  }
}

/** Readiness of one person. */
export function aReadiness(given: Partial<PersonReadiness> = {}): PersonReadiness {
  return {
    person_id: 'p-1',
    person_name: 'Chloé Nguyen',
    role_id: 'lead',
    role_name: 'Lead',
    role_choice: 'target',
    state: 'not_yet',
    ready_until: null,
    met_count: 1,
    requirement_count: 4,
    share: 0.25,
    requirements: [],
    explanation: '1 of 4 requirements are met.',
    ...given,
  }
}

/** The rubric of the credential that an achievement is of: two criteria, five points to pass. */
export function aRubric(): Rubric {
  return {
    credential_id: 'google-ads-search',
    version: 1,
    versions: [
      {
        number: 1,
        criteria: [
          {
            criterion_id: 'depth',
            name: 'Depth',
            levels: [
              { points: 0, description: null },
              { points: 4, description: 'Weighs the sources' },
            ],
          },
          {
            criterion_id: 'style',
            name: 'Style',
            levels: [
              { points: 1, description: null },
              { points: 2, description: 'A pleasure to read' },
            ],
          },
        ],
        passing_points: 5,
        stated_by: null,
        stated_at: '2026-11-01T10:00:00Z',
      },
    ],
  }
}
