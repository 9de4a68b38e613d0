import type { StateLabel } from './states'

const extents: Record<string, string> = {
  widely: 'Widely recognised',
  in_its_field: 'Recognised in its field',
  little: 'Hardly recognised',
}

/** How widely an issuer is recognised; null is unknown. */
export const recognitionName = (extent: string | null | undefined): string =>
  extent ? (extents[extent] ?? extent) : 'Unknown'

const verdicts: Record<string, StateLabel> = {
  trusted: { label: 'Trusted', color: 'moss' },
  not_trusted: { label: 'Not trusted', color: 'clay' },
}

/** What the organization itself thinks of an issuer; null is not said. */
export const trustLabel = (verdict: string | null | undefined): StateLabel =>
  (verdict ? verdicts[verdict] : null) ?? { label: 'Nothing said', color: 'gray' }
