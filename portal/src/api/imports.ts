import { queryOptions } from '@tanstack/react-query'
import {
  type AchievementImportMode,
  applyImport as applyCall,
  cancelImport as cancelCall,
  type FileImport,
  type FileImportKind,
  type FileImportOutcome,
  getImport,
  listImportKinds,
  listImportRows,
  listImports,
  mapImportColumns,
  rollBackImport,
} from './generated'
import { formDataBodySerializer } from './generated/client'
import { client } from './generated/client.gen'

export const importKeys = ['imports'] as const

/** What the signed-in person may import. */
export const importKindsQuery = () =>
  queryOptions({
    queryKey: [...importKeys, 'kinds'],
    queryFn: async ({ signal }) => (await listImportKinds({ signal, throwOnError: true })).data.kinds,
    staleTime: 300_000,
  })

/** The latest imports. */
export const importsQuery = () =>
  queryOptions({
    queryKey: [...importKeys, 'list'],
    queryFn: async ({ signal }) =>
      (await listImports({ query: { limit: 50 }, signal, throwOnError: true })).data.items,
  })

/** Something goes on with it in the background. */
export const goesOn = ({ state }: FileImport) =>
  state === 'checking' || state === 'applying' || state === 'rolling_back'

/** One import, asked for again while something goes on. */
export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: [...importKeys, importId],
    queryFn: async ({ signal }) =>
      (await getImport({ path: { import_id: importId }, signal, throwOnError: true })).data,
    refetchInterval: query => (query.state.data && goesOn(query.state.data) ? 1000 : false),
  })

/** The first rows that come to something, as of a version of the import. */
export const importRowsQuery = (job: FileImport, outcome: FileImportOutcome) =>
  queryOptions({
    queryKey: [...importKeys, job.import_id, 'rows', outcome, job.version],
    queryFn: async ({ signal }) =>
      (
        await listImportRows({
          path: { import_id: job.import_id },
          query: { outcome, limit: 200 },
          signal,
          throwOnError: true,
        })
      ).data.items,
  })

/** Sends a file; safe to repeat with the same idempotency key. The generated call does not know the form. */
export async function sendFile(
  file: File,
  kind: FileImportKind,
  idempotencyKey: string,
): Promise<FileImport> {
  const { data } = await client.post<{ 201: FileImport }, unknown, true>({
    ...formDataBodySerializer,
    url: '/api/v1/imports',
    body: { file, kind },
    headers: { 'Content-Type': null, 'Idempotency-Key': idempotencyKey },
    throwOnError: true,
  })
  return data
}

/** Says which field each column fills, and of achievements what becomes of those of a credential that the person has already. */
export async function mapColumns(
  importId: string,
  mapping: string[],
  whenHeld: AchievementImportMode | null,
): Promise<FileImport> {
  const { data } = await mapImportColumns({
    path: { import_id: importId },
    body: { mapping, when_held: whenHeld },
    throwOnError: true,
  })
  return data
}

/** Has the import applied. */
export async function applyImport(
  importId: string,
  decision: { mode: 'all_or_nothing' | 'good_rows'; left_on: string | null },
): Promise<FileImport> {
  const { data } = await applyCall({ path: { import_id: importId }, body: decision, throwOnError: true })
  return data
}

/** Stops the import; what was applied stays, or is taken back. */
export async function stopImport(importId: string, undo: boolean): Promise<FileImport> {
  const { data } = await cancelCall({ path: { import_id: importId }, body: { undo }, throwOnError: true })
  return data
}

/** Has taken back what the import did. */
export async function takeBack(importId: string): Promise<FileImport> {
  const { data } = await rollBackImport({ path: { import_id: importId }, throwOnError: true })
  return data
}
