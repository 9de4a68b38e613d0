import type { AlternativeDemand, Role, Stack } from '@/api/model'

/** The stacks in which a credential fills a place: itself, as one of several, or as an equivalent. */
export function stacksNaming(credentialId: string, stacks: readonly Stack[]): Stack[] {
  return stacks.filter(stack =>
    stack.members.some(
      member =>
        member.credential_id === credentialId ||
        member.equivalent_credential_ids?.includes(credentialId) ||
        member.one_of?.alternatives.some(way => way.credential_id === credentialId),
    ),
  )
}

/** The roles that ask for a credential, by itself or as one way of several. */
export function rolesNaming(credentialId: string, roles: readonly Role[]): Role[] {
  const asks = (demand: AlternativeDemand) => demand.credential_id === credentialId
  return roles.filter(role =>
    role.requirements.some(
      requirement =>
        asks(requirement) ||
        requirement.any_of?.alternatives.some(alternative => alternative.all_of.some(asks)),
    ),
  )
}
