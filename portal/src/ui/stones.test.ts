import { describe, expect, it } from 'vitest'
import { pileOfStones } from './stones'

describe('a pile of stones', () => {
  it('has a stone for each step, from the bottom up, inside its drawing', () => {
    const stones = pileOfStones(5, 120, 100)
    expect(stones).toHaveLength(5)
    const tops = stones.map(stone => stone.top)
    expect([...tops].sort((a, b) => b - a)).toEqual(tops)
    expect(Math.min(...tops)).toBeGreaterThanOrEqual(-0.001)
    for (const { top, height } of stones) expect(top + height).toBeLessThanOrEqual(100.001)
  })

  it('looks the same each time', () => {
    expect(pileOfStones(4, 120, 100)).toEqual(pileOfStones(4, 120, 100))
  })

  it('is empty without steps', () => {
    expect(pileOfStones(0, 120, 100)).toEqual([])
  })
})
