const kinds: Record<string, string> = {
  issuer: 'Issuer',
  platform: 'Platform',
  skill: 'Skill',
  credential: 'Credential',
  stack: 'Stack',
  learning_path: 'Learning path',
  role: 'Role',
  ladder: 'Ladder',
}

/** A kind of catalogue entry in words. */
export const entryKindName = (kind: string): string => kinds[kind] ?? kind.replaceAll('_', ' ')

interface PeopleTouched {
  holders: number
  claimants: number
  enrolled: number
  in_role: number
  aiming: number
}

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)

/** What people have to do with an entry, one phrase for each; empty where nobody has. */
export function peopleTouched(counts: PeopleTouched): string[] {
  const said: [number, (count: number) => string][] = [
    [counts.holders, count => `${people(count)} ${count === 1 ? 'holds' : 'hold'} it`],
    [counts.claimants, count => `${people(count)} ${count === 1 ? 'claims' : 'claim'} it`],
    [counts.enrolled, count => `${people(count)} ${count === 1 ? 'is' : 'are'} on it`],
    [counts.in_role, count => `${people(count)} ${count === 1 ? 'has' : 'have'} this role`],
    [counts.aiming, count => `${people(count)} ${count === 1 ? 'aims' : 'aim'} at it`],
  ]
  return said.filter(([count]) => count > 0).map(([count, phrase]) => phrase(count))
}
