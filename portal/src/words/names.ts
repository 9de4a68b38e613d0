/** A person's name as it is spoken. */
export function personName(person: { given_name: string; family_name?: string | null }): string {
  return [person.given_name, person.family_name].filter(Boolean).join(' ')
}
