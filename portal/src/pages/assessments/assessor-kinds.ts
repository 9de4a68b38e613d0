import type { AssessorKind } from '@/api/model'
import { actsAsManager, partnersUnits, type Standing } from '@/app/navigation'

/** As what the signed-in account can assess a person, the likeliest first; the service decides whether it may. */
export function kindsFor(self: Standing, personId: string): AssessorKind[] {
  if (self.person?.person_id === personId) return ['self']
  const reviews = partnersUnits(self) || self.roles.some(role => role === 'hr' || role === 'reviewer')
  return [
    ...(actsAsManager(self) ? (['manager'] as const) : []),
    ...(reviews ? (['reviewer'] as const) : []),
    ...(self.person ? (['peer'] as const) : []),
  ]
}
