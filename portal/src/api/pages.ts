/** One page of a list, as every list of the API answers. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next_cursor: string | null
}

const mostPages = 40

/**
 * Every item of a list, page after page. Ends after 40 pages at the latest: a list that is longer is one to search in,
 * not one to show.
 */
export async function everyItem<T>(
  fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await fetchPage(cursor)
    items.push(...answer.items)
    if (!answer.next_cursor) break
    cursor = answer.next_cursor
  }
  return items
}
