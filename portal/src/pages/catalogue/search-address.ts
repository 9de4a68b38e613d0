import type { CatalogueSearch } from '@/api/search'
import { bandNames, searchedKinds } from '@/words/facets'
import { credentialKinds } from '@/words/states'

/** A search as it stands in the page's address: words, and the values chosen of each facet. */
export interface SearchAddress {
  q?: string
  what?: string[]
  kind?: string[]
  issuer?: string[]
  cost?: string[]
  hours?: string[]
  skill?: string[]
  expires?: string[]
  quality?: string[]
}

export type FacetName = Exclude<keyof SearchAddress, 'q'>

const allowed: Partial<Record<FacetName, readonly string[]>> = {
  what: searchedKinds.map(({ value }) => value),
  kind: credentialKinds.map(({ value }) => value),
  cost: Object.keys(bandNames.cost),
  hours: Object.keys(bandNames.hours),
  expires: Object.keys(bandNames.expires),
  quality: Object.keys(bandNames.quality),
}
const facetNames: readonly FacetName[] = [
  'what',
  'kind',
  'issuer',
  'cost',
  'hours',
  'skill',
  'expires',
  'quality',
]

/** Takes from an address what the search understands, and nothing else. */
export function readSearchAddress(search: Record<string, unknown>): SearchAddress {
  const found: SearchAddress = typeof search.q === 'string' && search.q ? { q: search.q } : {}
  for (const name of facetNames) {
    const given = search[name]
    const values = (Array.isArray(given) ? given : [given]).filter(
      (value): value is string =>
        typeof value === 'string' && value !== '' && (allowed[name]?.includes(value) ?? true),
    )
    if (values.length) found[name] = [...new Set(values)]
  }
  return found
}

/** The address with one value of a facet chosen, or no longer chosen. */
export function toggled(address: SearchAddress, facet: FacetName, value: string): SearchAddress {
  const before = address[facet] ?? []
  const values = before.includes(value) ? before.filter(other => other !== value) : [...before, value]
  return readSearchAddress({ ...address, [facet]: values })
}

/** The search as the API takes it; the address holds only values that the API knows. */
export function asAsked({ q, ...chosen }: SearchAddress): CatalogueSearch {
  return { ...(q ? { query: q } : {}), ...chosen } as CatalogueSearch
}
