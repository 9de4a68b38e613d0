import { describe, expect, it } from 'vitest'
import { filledAds, mostAds, placeNamed, splitAds, withSplit, wrongWithAds, wrongWithFiles } from './ads-form'

const ad = (key: number, text: string) => ({ key, text })

describe('several ads in one text', () => {
  it('are parted by lines of dashes and the like', () => {
    expect(splitAds('One\n---\nTwo\r\n\n=====\n Three \n***')).toEqual(['One', 'Two', 'Three'])
  })

  it('are not parted by dashes within a line, nor by a list', () => {
    expect(splitAds('full-time --- remote\n- Python\n-- SQL')).toHaveLength(1)
  })

  it('stand in the place of the one, with keys of their own', () => {
    expect(withSplit([ad(1, 'before'), ad(2, 'One\n---\nTwo')], 2)).toEqual([
      ad(1, 'before'),
      ad(2, 'One'),
      ad(3, 'Two'),
    ])
  })

  it('are at most fifty in all: the rest stays in the last', () => {
    const text = Array.from({ length: 60 }, (_, place) => `Ad ${place}`).join('\n---\n')
    const found = withSplit([ad(1, 'x'), ad(2, text)], 2)
    expect(found).toHaveLength(mostAds)
    expect(found.at(-1)?.text).toContain('Ad 59')
  })
})

describe('the form of ads', () => {
  it('leaves out what is empty, and asks for one at least', () => {
    expect(filledAds([ad(1, '  '), ad(2, 'x')])).toEqual([ad(2, 'x')])
    expect(wrongWithAds([ad(1, ' ')]).get(null)).toBe('Paste at least one ad.')
    expect(wrongWithAds([ad(1, ''), ad(2, 'x')]).size).toBe(0)
  })

  it('counts characters as the API does', () => {
    expect(wrongWithAds([ad(1, '😀'.repeat(20_000))]).size).toBe(0)
    expect(wrongWithAds([ad(7, 'x'.repeat(20_001))]).get(7)).toContain('20,001')
    const many = Array.from({ length: 21 }, (_, key) => ad(key, 'x'.repeat(20_000)))
    expect(wrongWithAds(many).get(null)).toContain('420,000')
  })

  it('says what is wrong with documents before they are sent', () => {
    const file = (size: number) => ({ name: 'ad.pdf', size })
    expect(wrongWithFiles([])).toContain('at least one')
    expect(wrongWithFiles([file(6 * 1024 * 1024)])).toContain('ad.pdf')
    expect(wrongWithFiles(Array.from({ length: 3 }, () => file(5 * 1024 * 1024)))).toContain('12 MiB')
    expect(wrongWithFiles(Array.from({ length: 51 }, () => file(1)))).toContain('50')
    expect(wrongWithFiles([file(1)])).toBeNull()
  })

  it('finds the ad that a refusal names', () => {
    expect([placeNamed('/ads/3/text'), placeNamed('/files/0'), placeNamed('/ads'), placeNamed(null)]).toEqual(
      [3, 0, null, null],
    )
  })
})
