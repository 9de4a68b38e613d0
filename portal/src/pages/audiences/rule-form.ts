import type { AudienceAttribute, Rule } from '@/api/audiences'

export type Comparison = AudienceAttribute['comparisons'][number]

export const comparisonWords: Record<Comparison, string> = {
  is_any_of: 'is any of',
  contains: 'contains',
  before: 'before',
  on_or_after: 'on or after',
  at_least: 'at least',
  less_than: 'less than',
}

export const kindWords = {
  all_of: 'All of these are true',
  any_of: 'At least one of these is true',
  not: 'This is not true',
} as const

export type GroupKind = keyof typeof kindWords

/** A condition on the attribute, with nothing to compare with yet. */
export function conditionOn(attribute: AudienceAttribute): Rule {
  return {
    kind: 'condition',
    attribute: attribute.name,
    comparison: attribute.comparisons[0] ?? 'is_any_of',
    values: [],
    rules: [],
  }
}

/** A group of rules. */
export function groupOf(kind: GroupKind, rules: Rule[]): Rule {
  return { kind, rules, attribute: null, comparison: null, values: [] }
}

/** The rule with one of those below it replaced; null takes it out. */
export function withPart(rule: Rule, index: number, part: Rule | null): Rule {
  const rules = [...(rule.rules ?? [])]
  rules.splice(index, 1, ...(part ? [part] : []))
  return { ...rule, rules }
}

/** Every condition has something to compare with, and every group something in it. */
export function isWhole(rule: Rule): boolean {
  if (rule.kind === 'condition') return (rule.values ?? []).some(value => value.trim() !== '')
  const below = rule.rules ?? []
  return below.length > 0 && below.every(isWhole)
}
