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

/** How thick stones are at most on average, against the width of the drawing. */
const thickness = 0.27

const round = (value: number) => Math.round(value * 100) / 100

/** The outline of one stone of the given size around a centre. */
function outline(centre: number, top: number, width: number, height: number, seed: number): string {
  const uneven = unevenness(seed)
  const left = centre - width / 2
  const right = centre + width / 2
  const bottom = top + height
  const leftMiddle = top + height * (0.58 + uneven() * 0.1)
  const rightMiddle = top + height * (0.58 + uneven() * 0.1)
  const crown = centre + uneven() * width * 0.12
  const foot = centre + uneven() * width * 0.08
  // How full the corners are: 0.55 is an ellipse, 1 is a box.
  const shoulder = () => 0.64 + uneven() * 0.08
  const belly = () => 0.76 + uneven() * 0.08
  const curve = (
    [fromX, fromY]: [number, number],
    [toX, toY]: [number, number],
    [alongFrom, alongTo]: [number, number],
    horizontalFirst: boolean,
  ) => {
    const first = horizontalFirst
      ? [fromX + (toX - fromX) * alongFrom, fromY]
      : [fromX, fromY + (toY - fromY) * alongFrom]
    const second = horizontalFirst
      ? [toX, toY - (toY - fromY) * alongTo]
      : [toX - (toX - fromX) * alongTo, toY]
    return `C${[...first, ...second, toX, toY].map(round).join(' ')}`
  }
  return [
    `M${round(left)} ${round(leftMiddle)}`,
    curve([left, leftMiddle], [crown, top], [shoulder(), shoulder()], false),
    curve([crown, top], [right, rightMiddle], [shoulder(), shoulder()], true),
    curve([right, rightMiddle], [foot, bottom], [belly(), belly()], false),
    curve([foot, bottom], [left, leftMiddle], [belly(), belly()], true),
    'Z',
  ].join('')
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
  // Few stones don't fill the height: a stone is flat.
  const usable = Math.min(height - gap * (count - 1), count * width * thickness)
  let floor = height
  return weights.map((weight, index) => {
    const stoneHeight = (usable * weight) / total
    const narrowing = count === 1 ? 0.8 : 1 - (index / (count - 1)) * Math.min(0.52, 0.2 * count)
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
