import { queryOptions } from '@tanstack/react-query'
import { etagOf } from './entry-version'
import { mergeIssuer as mergeCall, putIssuerTrust, resolveIssuer } from './generated'
import type { Issuer, IssuerTrust, MergedIssuer, TrustVerdict } from './model'
import { keys } from './queries'

/** Which issuers a name may mean, the surest first. */
export const issuerResolutionQuery = (name: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'issuer-resolution', name],
    queryFn: async ({ signal }) =>
      (await resolveIssuer({ query: { name }, signal, throwOnError: true })).data,
    enabled: name !== '',
  })

/** Says whether the organization trusts an issuer; a verdict of null takes back what was said. */
export async function stateTrust(statement: {
  issuerId: string
  verdict: TrustVerdict | null
  reason: string | null
}): Promise<IssuerTrust> {
  const { issuerId, verdict, reason } = statement
  const { data } = await putIssuerTrust({
    path: { issuer_id: issuerId },
    body: { verdict, reason },
    throwOnError: true,
  })
  return data.trust
}

/** Makes a duplicate one with another issuer; the organization's credentials name the other from then on. */
export async function mergeIssuer(merge: { duplicate: Issuer; intoIssuerId: string }): Promise<MergedIssuer> {
  const { data } = await mergeCall({
    path: { issuer_id: merge.duplicate.issuer_id },
    body: { into_issuer_id: merge.intoIssuerId },
    headers: { 'If-Match': etagOf(merge.duplicate) },
    throwOnError: true,
  })
  return data
}
