import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { type SearchCatalogueData, searchCatalogue } from './generated'
import { keys } from './queries'

/** What is looked for in the catalogue, as the API takes it. */
export type CatalogueSearch = Omit<NonNullable<SearchCatalogueData['query']>, 'limit' | 'cursor'>

/** What the search finds, page by page, with the facets of all of it. */
export const searchPagesQuery = (search: CatalogueSearch) =>
  infiniteQueryOptions({
    queryKey: [...keys.catalogue, 'search', search],
    queryFn: async ({ signal, pageParam }) =>
      (
        await searchCatalogue({
          query: { ...search, limit: 30, cursor: pageParam },
          signal,
          throwOnError: true,
        })
      ).data,
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next_cursor,
    placeholderData: keepPreviousData,
  })
