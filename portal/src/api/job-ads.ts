import {
  analyseJobAds,
  compareWithJobAds,
  createRole,
  type JobAdsAnalysis,
  type Role,
  type RoleDraft,
} from './generated'
import { formDataBodySerializer } from './generated/client'
import { client } from './generated/client.gen'
import type { JobAdsComparison } from './model'

/** What pasted ads ask for. */
export async function analyseTexts(texts: readonly string[]): Promise<JobAdsAnalysis> {
  const { data } = await analyseJobAds({ body: { ads: texts.map(text => ({ text })) }, throwOnError: true })
  return data
}

/** What ads in PDF and DOCX documents ask for. The generated call knows the JSON body only. */
export async function analyseDocuments(files: readonly File[]): Promise<JobAdsAnalysis> {
  const { data } = await client.post<{ 200: JobAdsAnalysis }, unknown, true>({
    ...formDataBodySerializer,
    url: '/api/v1/job-ads/analysis',
    body: { files: [...files] },
    headers: { 'Content-Type': null },
    throwOnError: true,
  })
  return data
}

/** A skill of the list that the catalogue knows. */
export interface WantedSkill {
  readonly skill_id: string
  readonly level: number | null
  readonly must_have: boolean
}

/** What somebody holds of the list; null compares the signed-in person. */
export async function compareWithAds(
  personId: string | null,
  skills: readonly WantedSkill[],
): Promise<JobAdsComparison> {
  const { data } = await compareWithJobAds({
    body: { person_id: personId, skills: [...skills] },
    throwOnError: true,
  })
  return data
}

/** Saves what the ads ask for as a draft of a role; safe to repeat with the same idempotency key. */
export async function saveDraftRole(draft: RoleDraft, idempotencyKey: string): Promise<Role> {
  const { data } = await createRole({
    body: draft,
    headers: { 'Idempotency-Key': idempotencyKey },
    throwOnError: true,
  })
  return data
}
