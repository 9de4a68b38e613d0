import { codePointStarts } from './code-points'

export const mostAds = 50
const mostCharacters = 20_000
const mostCharactersInAll = 400_000
const mostFileBytes = 5 * 1024 * 1024
const mostBytesInAll = 12 * 1024 * 1024

/** An ad as it is being pasted; the key stays with it when others are taken away. */
export interface DraftAd {
  readonly key: number
  readonly text: string
}

const separator = /^[ \t]*(?:-{3,}|={3,}|_{3,}|\*{3,}|#{3,})[ \t]*$/m

/** The ads in one text, where lines of dashes, equal signs or the like stand between them. */
export function splitAds(text: string): string[] {
  const parts = text
    .split(separator)
    .map(part => part.trim())
    .filter(Boolean)
  return parts.length ? parts : [text]
}

/** The list with one ad split into several in its place; what is too much for one analysis stays in the last. */
export function withSplit(ads: readonly DraftAd[], key: number): DraftAd[] {
  let next = nextKey(ads)
  return ads.flatMap(ad => {
    if (ad.key !== key) return [ad]
    const parts = splitAds(ad.text)
    const room = mostAds - ads.length + 1
    const fitting = [...parts.slice(0, room - 1), parts.slice(room - 1).join('\n\n')].filter(Boolean)
    return fitting.map((text, place) => ({ key: place === 0 ? key : next++, text }))
  })
}

/** A key that no ad has. */
export function nextKey(ads: readonly DraftAd[]): number {
  return Math.max(0, ...ads.map(({ key }) => key)) + 1
}

/** The ads that have a text; an empty field is no ad. */
export function filledAds(ads: readonly DraftAd[]): DraftAd[] {
  return ads.filter(({ text }) => text.trim())
}

const length = (text: string) => codePointStarts(text).length - 1

/** What keeps the ads from being read, by key; what is about all of them stands under null. */
export function wrongWithAds(ads: readonly DraftAd[]): Map<number | null, string> {
  const wrong = new Map<number | null, string>()
  const filled = filledAds(ads)
  if (!filled.length) wrong.set(null, 'Paste at least one ad.')
  let inAll = 0
  for (const { key, text } of filled) {
    const characters = length(text)
    inAll += characters
    if (characters > mostCharacters) {
      wrong.set(key, `An ad has at most 20,000 characters; this one has ${characters.toLocaleString('en')}.`)
    }
  }
  if (inAll > mostCharactersInAll) {
    wrong.set(
      null,
      `All ads together have at most 400,000 characters; these have ${inAll.toLocaleString('en')}.`,
    )
  }
  return wrong
}

/** What keeps the documents from being sent; null where nothing does. */
export function wrongWithFiles(files: readonly { name: string; size: number }[]): string | null {
  if (!files.length) return 'Choose at least one document.'
  if (files.length > mostAds) return `Choose at most ${mostAds} documents.`
  const large = files.find(({ size }) => size > mostFileBytes)
  if (large) return `${large.name} is too large: a document has at most 5 MiB.`
  const inAll = files.reduce((sum, { size }) => sum + size, 0)
  return inAll > mostBytesInAll ? 'All documents together have at most 12 MiB.' : null
}

/** The place of an ad or document among those sent that a problem's pointer names; null where it names none. */
export function placeNamed(pointer: string | null | undefined): number | null {
  const found = /^\/(?:ads|files)\/(\d+)/.exec(pointer ?? '')
  return found ? Number(found[1]) : null
}
