import { describe, expect, it } from 'vitest'
import { reasonsOf } from './reasons'

const period = {
  valid_from: '2026-01-01T00:00:00Z',
  valid_until: '2027-01-01T00:00:00Z',
  last_valid_on: '2026-12-31',
  window_opens_at: null,
  grace_until: '2027-01-01T00:00:00Z',
  grace_counts: false,
  policy_version: 1,
  option_id: null,
  took_effect_at: '2026-01-01T00:00:00Z',
  renewed_at: null,
  by_issuer: false,
  computed_until: null,
  explanation: ['It was completed 2026-01-01.', 'It is valid for 1 year.'],
}
const reckoning = { reckoned_at: '2026-01-02T00:00:00Z', cause: 'verified' as const, without_effect: null }

describe('why this date', () => {
  it('has the sentences of the latest period, as it was found last', () => {
    const earlier = { ...reckoning, periods: [{ ...period, explanation: ['Before.'] }] }
    expect(reasonsOf({ reckonings: [earlier, { ...reckoning, periods: [period] }], marks: [] })).toEqual(
      period.explanation,
    )
  })

  it('says why an achievement changes no date, and what befell it', () => {
    const none = { ...reckoning, periods: [], without_effect: 'It came before the window.' }
    const mark = {
      kind: 'suspended' as const,
      at: '2026-03-01T00:00:00Z',
      reason: 'An audit.',
      marked_by: null,
      marked_at: '2026-03-02T00:00:00Z',
      superseded_by: null,
    }
    expect(reasonsOf({ reckonings: [none], marks: [mark] })).toEqual([
      'It came before the window.',
      'It was suspended on 2026-03-01: An audit.',
    ])
  })

  it('has nothing to say of a claim', () => {
    expect(reasonsOf({ reckonings: [], marks: [] })).toEqual([])
  })
})
