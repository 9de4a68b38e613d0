/**
 * Where each code point of a text begins, in UTF-16 units, with the text's length behind the last. The API counts code
 * points, JavaScript cuts by UTF-16 units: an emoji is one of those and two of these.
 */
export function codePointStarts(text: string): number[] {
  const starts = [0]
  let at = 0
  for (const point of text) {
    at += point.length
    starts.push(at)
  }
  return starts
}

/** A stretch of a text, in code points. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A piece of a text; `marked` where a stretch lies on it. */
export interface Piece {
  readonly at: number
  readonly text: string
  readonly marked: boolean
}

/** The text in pieces, cut where stretches begin and end. Stretches that overlap or touch are one. */
export function pieces(text: string, stretches: readonly Stretch[]): Piece[] {
  const starts = codePointStarts(text)
  const unit = (point: number) => starts[Math.min(Math.max(point, 0), starts.length - 1)] ?? 0
  const found: Piece[] = []
  let done = 0
  const add = (until: number, marked: boolean) => {
    if (until > done) found.push({ at: done, text: text.slice(done, until), marked })
    done = Math.max(done, until)
  }
  for (const { start, end } of merged(stretches)) {
    add(unit(start), false)
    add(unit(end), true)
  }
  add(text.length, false)
  return found
}

function merged(stretches: readonly Stretch[]): Stretch[] {
  const joined: { start: number; end: number }[] = []
  for (const { start, end } of [...stretches].sort((one, other) => one.start - other.start)) {
    const last = joined.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  return joined
}
