import { describe, expect, it, vi } from 'vitest'
import { everyItem } from './pages'

describe('every item of a list', () => {
  it('is fetched page after page until there is no next one', async () => {
    const pages: Record<string, { items: number[]; next_cursor: string | null }> = {
      start: { items: [1, 2], next_cursor: 'b' },
      b: { items: [3], next_cursor: null },
    }
    const fetchPage = vi.fn(
      async (cursor?: string) => pages[cursor ?? 'start'] ?? { items: [], next_cursor: null },
    )
    expect(await everyItem(fetchPage)).toEqual([1, 2, 3])
    expect(fetchPage).toHaveBeenCalledTimes(2)
  })

  it('ends, whatever the server says', async () => {
    const fetchPage = vi.fn(async () => ({ items: [0], next_cursor: 'again' }))
    expect(await everyItem(fetchPage)).toHaveLength(40)
  })
})
