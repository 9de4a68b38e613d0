/** The proficiency levels in the words people use; 0 is nothing proven. */
const names = ['None', 'Awareness', 'Working', 'Practitioner', 'Expert'] as const

const meanings = [
  'Nothing proven',
  'Knows what it is and when to ask',
  'Does it with some guidance',
  'Does it alone and guides others',
  'Sets how it is done',
] as const

export const highestLevel = 4

/** The level's name; a number outside 0–4 is shown as it is. */
export function levelName(level: number): string {
  return names[level] ?? `Level ${level}`
}

/** What somebody at the level does, in one phrase. */
export function levelMeaning(level: number): string {
  return meanings[level] ?? ''
}

/** What somebody has against what is asked for: "Has Awareness, needs Working". */
export function levelsHeldAndAsked(held: number, asked: number): string {
  if (held === 0) return `Needs ${levelName(asked)}`
  if (held === asked) return `Has ${levelName(held)}`
  if (held > asked) return `Has ${levelName(held)}, ${levelName(asked)} is asked for`
  return `Has ${levelName(held)}, needs ${levelName(asked)}`
}
