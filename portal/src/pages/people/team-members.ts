import type { PathProgress, Person, PersonReadiness } from '@/api/model'
import { personName } from '@/words/names'

/** One row of the team: who it is, what is due, and how ready. */
export interface TeamMember {
  readonly personId: string
  readonly name: string
  readonly title: string
  readonly pathCount: number
  readonly completedPathCount: number
  readonly overdueCount: number
  /** The next day by which something that is not complete is due. */
  readonly nextDueOn: string | null
  /** undefined while unknown, null where there is no role to compare with. */
  readonly readiness: PersonReadiness | null | undefined
}

/** Joins people with where they stand on paths and how ready they are; either may not be there yet. */
export function teamMembers(
  people: readonly Person[],
  progress: readonly PathProgress[] | undefined,
  readiness: readonly PersonReadiness[] | undefined,
): TeamMember[] {
  const readinessOf = new Map(readiness?.map(row => [row.person_id, row]))
  return people.map(person => {
    const paths = progress?.filter(path => path.enrolment.person_id === person.person_id) ?? []
    const due = paths
      .filter(path => !path.completed && !path.overdue)
      .flatMap(path => path.enrolment.due_on ?? [])
      .sort()
    return {
      personId: person.person_id,
      name: personName(person),
      title: person.position.title ?? '',
      pathCount: paths.length,
      completedPathCount: paths.filter(path => path.completed).length,
      overdueCount: paths.filter(path => path.overdue).length,
      nextDueOn: due[0] ?? null,
      readiness: readiness ? (readinessOf.get(person.person_id) ?? null) : undefined,
    }
  })
}
