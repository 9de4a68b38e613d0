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
