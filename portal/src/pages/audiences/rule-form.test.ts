import { describe, expect, it } from 'vitest'
import type { AudienceAttribute } from '@/api/audiences'
import { conditionOn, groupOf, isWhole, withPart } from './rule-form'

const title: AudienceAttribute = {
  name: 'title',
  label: 'Title',
  comparisons: ['is_any_of', 'contains'],
  values: 'text',
  takes_one_value: false,
}

describe('a rule that is being made', () => {
  it('is whole when every condition compares with something and no group is empty', () => {
    const blank = conditionOn(title)
    const clerk = { ...blank, values: ['Clerk'] }
    expect(isWhole(groupOf('all_of', []))).toBe(false)
    expect(isWhole(groupOf('all_of', [clerk, blank]))).toBe(false)
    expect(isWhole(groupOf('all_of', [clerk, groupOf('not', [clerk])]))).toBe(true)
  })

  it('replaces and takes out what stands below it', () => {
    const first = { ...conditionOn(title), values: ['A'] }
    const second = { ...conditionOn(title), values: ['B'] }
    const rule = groupOf('any_of', [first, first])
    expect(withPart(rule, 1, second).rules).toEqual([first, second])
    expect(withPart(rule, 0, null).rules).toEqual([first])
  })
})
