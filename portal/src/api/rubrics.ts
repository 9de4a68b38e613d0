import { queryOptions } from '@tanstack/react-query'
import { listRubrics, putRubric } from './generated'
import type { Rubric, RubricDraft } from './model'

/** The first words of the keys, for invalidating everything of a kind at once. */
export const rubricKeys = ['rubrics'] as const

/** By what capstones are looked at, credential by credential. */
export const rubricsQuery = () =>
  queryOptions({
    queryKey: rubricKeys,
    queryFn: async ({ signal }) => (await listRubrics({ signal, throwOnError: true })).data.items,
    staleTime: 60_000,
  })

/** A credential's rubric as it is now; null where there is none. */
export async function readRubric(credentialId: string): Promise<Rubric | null> {
  const { data } = await listRubrics({ throwOnError: true })
  return data.items.find(each => each.credential_id === credentialId) ?? null
}

/** Adds a version to a credential's rubric as it was read; null where there was none. */
export async function stateRubric(statement: {
  credentialId: string
  read: Rubric | null
  draft: RubricDraft
}): Promise<Rubric> {
  const { data } = await putRubric({
    path: { credential_id: statement.credentialId },
    body: statement.draft,
    headers: statement.read ? { 'If-Match': `"${statement.read.version}"` } : { 'If-None-Match': '*' },
    throwOnError: true,
  })
  return data
}
