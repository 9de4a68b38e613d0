import { queryOptions } from '@tanstack/react-query'
import {
  listRevisions,
  withdrawCredentialRevision,
  withdrawIssuerRevision,
  withdrawLadderRevision,
  withdrawLearningPathRevision,
  withdrawPlatformRevision,
  withdrawRoleRevision,
  withdrawSkillRevision,
  withdrawStackRevision,
} from './generated'
import type { EntryKind, ScheduledRevision } from './model'
import { everyItem } from './pages'
import { keys } from './queries'

/** The changes that wait for their day, and those that did not fit on it; the earliest day first. */
export const revisionsQuery = () =>
  queryOptions({
    queryKey: [...keys.catalogue, 'revisions'],
    queryFn: ({ signal }) =>
      everyItem(
        async cursor =>
          (await listRevisions({ query: { limit: 100, cursor: cursor ?? null }, signal, throwOnError: true }))
            .data,
      ),
  })

type Headers = { 'If-Match': string }

const withdrawals: Record<EntryKind, (id: string, headers: Headers) => Promise<unknown>> = {
  issuer: (issuer_id, headers) =>
    withdrawIssuerRevision({ path: { issuer_id }, headers, throwOnError: true }),
  platform: (platform_id, headers) =>
    withdrawPlatformRevision({ path: { platform_id }, headers, throwOnError: true }),
  skill: (skill_id, headers) => withdrawSkillRevision({ path: { skill_id }, headers, throwOnError: true }),
  credential: (credential_id, headers) =>
    withdrawCredentialRevision({ path: { credential_id }, headers, throwOnError: true }),
  stack: (stack_id, headers) => withdrawStackRevision({ path: { stack_id }, headers, throwOnError: true }),
  learning_path: (path_id, headers) =>
    withdrawLearningPathRevision({ path: { path_id }, headers, throwOnError: true }),
  role: (role_id, headers) => withdrawRoleRevision({ path: { role_id }, headers, throwOnError: true }),
  ladder: (ladder_id, headers) =>
    withdrawLadderRevision({ path: { ladder_id }, headers, throwOnError: true }),
}

/** Takes back a change that waits or has failed. */
export async function withdrawRevision({ kind, entry_id, version }: ScheduledRevision): Promise<void> {
  await withdrawals[kind](entry_id, { 'If-Match': `"${version}"` })
}
