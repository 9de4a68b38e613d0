import { uploadEvidenceFile } from './generated'
import type { EvidenceFile } from './model'

/** What a file may have at most, as the gateway takes it. */
export const largestFile = 20 * 1024 * 1024

/** What the gateway takes as evidence; it looks at the content and at nothing else. */
export const fileTypes = ['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp']

/** Uploads a file that is to be evidence. It waits a day for a claim that names it. */
export async function uploadEvidence(file: File): Promise<EvidenceFile> {
  const { data } = await uploadEvidenceFile({ body: file, query: { name: file.name }, throwOnError: true })
  return data
}

/** Where a file is downloaded; the browser saves it and never shows it. */
export const evidenceUrl = (fileId: string): string =>
  `/api/v1/evidence-files/${encodeURIComponent(fileId)}/content`
