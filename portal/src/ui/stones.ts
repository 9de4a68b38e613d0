/** A stone: an uneven pebble that always looks the same for the same seed. */
export interface Stone {
  readonly path: string
  readonly centre: number
  readonly top: number
  readonly height: number
}

/** Numbers between -1 and 1 that depend on the seed only. */
function unevenness(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1_013_904_223) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 4_294_967_295) * 2 - 1
  }
}

const round = (value: number) => Math.round(value * 100) / 100

/** The outline of one stone of the given size around a centre. */
function outline(centre: number, top: number, width: number, height: number, seed: number): string {
  const uneven = unevenness(seed)
  const half = width / 2
  const left = centre - half
  const right = centre + half
  const bottom = top + height
  const middle = top + height * (0.54 + uneven() * 0.06)
  const crown = centre + uneven() * width * 0.09
  const foot = centre + uneven() * width * 0.06
  const shoulder = height * (0.08 + Math.abs(uneven()) * 0.06)
  const points = [
    `M${round(left)} ${round(middle)}`,
    `C${round(left + width * 0.01)} ${round(top + shoulder)} ${round(crown - half * 0.62)} ${round(top)} ${round(crown)} ${round(top)}`,
    `C${round(crown + half * 0.66)} ${round(top)} ${round(right)} ${round(top + shoulder * 1.4)} ${round(right)} ${round(middle)}`,
    `C${round(right)} ${round(bottom - shoulder * 0.4)} ${round(foot + half * 0.6)} ${round(bottom)} ${round(foot)} ${round(bottom)}`,
    `C${round(foot - half * 0.66)} ${round(bottom)} ${round(left)} ${round(bottom - shoulder * 0.5)} ${round(left)} ${round(middle)}`,
    'Z',
  ]
  return points.join('')
}

/**
 * So many stones, the lowest and widest first, that fill a drawing of the given size. They narrow towards the top and
 * never stand quite straight, as a cairn does.
 */
export function pileOfStones(count: number, width: number, height: number, seed = 7): Stone[] {
  if (count < 1) return []
  const uneven = unevenness(seed + count)
  const gap = Math.min(2.5, (height / count) * 0.08)
  const weights = Array.from({ length: count }, (_, index) => 1 - (index / Math.max(count, 3)) * 0.45)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const usable = height - gap * (count - 1)
  let floor = height
  return weights.map((weight, index) => {
    const stoneHeight = (usable * weight) / total
    const narrowing = count === 1 ? 0.8 : 1 - (index / (count - 1)) * 0.52
    const stoneWidth = width * narrowing * (0.93 + uneven() * 0.05)
    const room = (width - stoneWidth) / 2
    const centre = width / 2 + uneven() * room * 0.35
    const top = floor - stoneHeight
    floor = top - gap
    return {
      path: outline(centre, top, stoneWidth, stoneHeight, seed * 31 + index),
      centre,
      top,
      height: stoneHeight,
    }
  })
}
