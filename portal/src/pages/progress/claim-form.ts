/** What the claim dialog asks for. */
export interface ClaimForm {
  credential_id: string
  issued_on: string
  certificate: { expires_on: string; number: string }
  evidence: { url: string; description: string }[]
}

/** At most so many links show that a claim is true. */
export const mostEvidence = 10

export const emptyClaim = (credentialId: string): ClaimForm => ({
  credential_id: credentialId,
  issued_on: '',
  certificate: { expires_on: '', number: '' },
  evidence: [{ url: '', description: '' }],
})

/** Rows that were left empty are no evidence. Each row keeps the place it had in the form. */
export function filledEvidence(form: ClaimForm): { place: number; url: string; description: string }[] {
  return form.evidence
    .map((item, place) => ({ place, url: item.url.trim(), description: item.description.trim() }))
    .filter(item => item.url || item.description)
}

/** What is printed on the certificate; null where nothing was filled in. */
export function printed(form: ClaimForm): { expires_on: string | null; number: string | null } | null {
  const { expires_on, number } = form.certificate
  return expires_on || number.trim()
    ? { expires_on: expires_on || null, number: number.trim() || null }
    : null
}

/** Every field of the form that an error can stand at. */
export function claimFields(form: ClaimForm): string[] {
  return [
    'credential_id',
    'issued_on',
    'certificate.expires_on',
    'certificate.number',
    ...form.evidence.flatMap((_, place) => [`evidence.${place}.url`, `evidence.${place}.description`]),
  ]
}

/** A pointer into the request as a pointer into the form: empty rows were left out of the request. */
export function asFormPointer(pointer: string, places: readonly number[]): string {
  const found = /^\/evidence\/(\d+)(.*)$/.exec(pointer)
  if (!found) return pointer === '/evidence' ? '/evidence/0/url' : pointer
  const place = places[Number(found[1])]
  // Behind the links come the files, which the form has no fields for.
  if (place === undefined) return ''
  return `/evidence/${place}${found[2] || '/url'}`
}
