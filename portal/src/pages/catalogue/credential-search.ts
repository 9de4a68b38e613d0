import type { CredentialKind } from '@/api/model'
import type { CredentialFilter } from '@/api/queries'
import { credentialKinds } from '@/words/states'

/** The filter of the catalogue as it stands in the page's address. */
export interface CredentialSearch {
  q?: string
  kind?: CredentialKind
  issuer?: string
  skill?: string
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

/** Takes from an address what the catalogue understands, and nothing else. */
export function readCredentialSearch(search: Record<string, unknown>): CredentialSearch {
  const q = text(search.q)
  const kind = credentialKinds.find(candidate => candidate.value === search.kind)?.value
  const issuer = text(search.issuer)
  const skill = text(search.skill)
  return {
    ...(q ? { q } : {}),
    ...(kind ? { kind } : {}),
    ...(issuer ? { issuer } : {}),
    ...(skill ? { skill } : {}),
  }
}

/** The filter as the API takes it. */
export function credentialFilter(search: CredentialSearch): CredentialFilter {
  return {
    ...(search.q ? { query: search.q } : {}),
    ...(search.kind ? { kind: search.kind } : {}),
    ...(search.issuer ? { issuer_id: search.issuer } : {}),
    ...(search.skill ? { skill_id: search.skill } : {}),
  }
}
