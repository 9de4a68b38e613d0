import type { Assessment } from '@/api/model'

/** The assessments skill by skill, the skill that was last spoken of first; each skill's in the order in which they come. */
export function bySkill(assessments: readonly Assessment[]): [string, Assessment[]][] {
  const groups = new Map<string, Assessment[]>()
  for (const each of assessments) {
    const group = groups.get(each.skill_id)
    if (group) group.push(each)
    else groups.set(each.skill_id, [each])
  }
  return [...groups]
}
