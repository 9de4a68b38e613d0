import type { Achievement } from '@/api/model'

/** Whose claim it is, by name where that may be known. */
export const claimantOf = (claim: Achievement): string => claim.person_name ?? claim.person_id

/** What is claimed. */
export const credentialOf = (claim: Achievement): string => claim.credential_name ?? claim.credential_id

/** What a claim is called among others. */
export const titleOf = (claim: Achievement): string => `${credentialOf(claim)}, ${claimantOf(claim)}`
