import type { Freshness } from '@/api/model'
import type { Page } from '@/api/pages'

/** Somebody behind a figure. */
export interface Behind {
  readonly person_id: string
  readonly person_name: string | null
}

interface Answered<T> extends Page<T> {
  readonly count: number
  /** Where one person can count more than once: whose they all are. */
  readonly people_count?: number
  readonly freshness: Freshness
}

/** The answer as it has come so far, page by page. */
export interface Told<T> {
  readonly data: { readonly pages: readonly Answered<T>[] } | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  refetch(): unknown
  fetchNextPage(): unknown
}
