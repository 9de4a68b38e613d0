import { useQueries } from '@tanstack/react-query'
import { laddersQuery } from '@/api/catalogue-facts'
import type { EntryKind } from '@/api/model'
import {
  allCredentialsQuery,
  issuersQuery,
  learningPathsQuery,
  platformsQuery,
  rolesQuery,
  skillsQuery,
  stacksQuery,
} from '@/api/queries'
import type { AnyEntry } from './kinds'

/** An entry in the making. */
export interface DraftEntry {
  readonly key: string
  readonly kind: EntryKind
  readonly id: string
  readonly name: string
  readonly version: number
}

/** The drafts among entries of one kind. */
export function draftsAmong<Entry extends AnyEntry>(
  kind: EntryKind,
  entries: readonly Entry[] | undefined,
  idOf: (entry: Entry) => string,
): DraftEntry[] {
  return (entries ?? [])
    .filter(entry => entry.lifecycle?.state === 'draft')
    .map(entry => ({
      key: `${kind}/${idOf(entry)}`,
      kind,
      id: idOf(entry),
      name: entry.name,
      version: entry.version,
    }))
}

/** Every draft of the organization; only its administrators are told of any. */
export function useDrafts() {
  return useQueries({
    queries: [
      { ...stacksQuery(), staleTime: 0 },
      { ...rolesQuery(), staleTime: 0 },
      { ...laddersQuery(), staleTime: 0 },
      { ...learningPathsQuery(), staleTime: 0 },
      { ...allCredentialsQuery(), staleTime: 0 },
      { ...issuersQuery(), staleTime: 0 },
      { ...platformsQuery(), staleTime: 0 },
      skillsQuery(),
    ],
    combine: ([stacks, roles, ladders, paths, credentials, issuers, platforms, skills]) => {
      const all = [stacks, roles, ladders, paths, credentials, issuers, platforms, skills]
      const error = all.find(each => each.error)?.error ?? null
      const isPending = all.some(each => each.isPending)
      return {
        data:
          isPending || error
            ? undefined
            : [
                ...draftsAmong('stack', stacks.data, each => each.stack_id),
                ...draftsAmong('role', roles.data, each => each.role_id),
                ...draftsAmong('ladder', ladders.data, each => each.ladder_id),
                ...draftsAmong('learning_path', paths.data, each => each.path_id),
                ...draftsAmong('credential', credentials.data, each => each.credential_id),
                ...draftsAmong('issuer', issuers.data, each => each.issuer_id),
                ...draftsAmong('platform', platforms.data, each => each.platform_id),
                ...draftsAmong('skill', skills.data, each => each.skill_id),
              ],
        error,
        isPending,
        refetch: () => Promise.all(all.map(each => each.refetch())),
      }
    },
  })
}
