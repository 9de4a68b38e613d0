import { describe, expect, it } from 'vitest'
import { codePointStarts, pieces } from './code-points'

const marked = (text: string, ...stretches: [number, number][]) =>
  pieces(
    text,
    stretches.map(([start, end]) => ({ start, end })),
  )
    .filter(piece => piece.marked)
    .map(piece => piece.text)

describe('the pieces of an ad', () => {
  it('are cut by code points, where an emoji is one', () => {
    expect(codePointStarts('a😀b')).toEqual([0, 1, 3, 4])
    expect(marked('😀😀 Python 🚀 SQL', [3, 9], [12, 15])).toEqual(['Python', 'SQL'])
  })

  it('give the text back when they are put together', () => {
    const text = 'Line one 🚀\nC++ & R\n'
    const found = pieces(text, [
      { start: 11, end: 14 },
      { start: 17, end: 18 },
    ])
    expect(found.map(piece => piece.text).join('')).toBe(text)
    expect(new Set(found.map(piece => piece.at)).size).toBe(found.length)
  })

  it('join stretches that overlap or touch', () => {
    expect(marked('data analysis skills', [5, 13], [0, 13], [13, 20])).toEqual(['data analysis skills'])
  })

  it('mark nothing without stretches, and no further than the text', () => {
    expect(pieces('abc', [])).toEqual([{ at: 0, text: 'abc', marked: false }])
    expect(marked('abc', [1, 99])).toEqual(['bc'])
  })
})
