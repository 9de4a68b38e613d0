import type { UseFormReturnType } from '@mantine/form'
import type { Stack, StackAlternative, StackDraft, StackMember, StackRule } from '@/api/model'
import { formPath } from '@/api/problem'
import type { EntryForm } from '../curation/entry-form'

/** A way to fill a place in a stack, as a select holds it: "credential:x" or "stack:x"; null is not chosen yet. */
export type Way = string | null

/** One place in a stack: one way to fill it, or several of which one is enough. */
export interface MemberForm {
  readonly key: string
  ways: Way[]
  /** Credentials that count as this member's; only where there is one way, and that is a credential. */
  equivalents: string[]
}

/** What the stack editor asks for. */
export interface StackForm {
  name: string
  specialisation: string
  rule: StackRule
  required_count: number | string
  members: MemberForm[]
}

let made = 0

/** An empty place. */
export function newMember(): MemberForm {
  made += 1
  return { key: `member-${made}`, ways: [null], equivalents: [] }
}

export const emptyStack = (): StackForm => ({
  name: '',
  specialisation: '',
  rule: 'all_of',
  required_count: 1,
  members: [newMember(), newMember()],
})

const wayOf = ({ credential_id, stack_id }: StackAlternative): Way =>
  credential_id ? `credential:${credential_id}` : stack_id ? `stack:${stack_id}` : null

/** A stack as the editor shows it. */
export function asForm(stack: Stack): StackForm {
  return {
    name: stack.name,
    specialisation: stack.specialisation ?? '',
    rule: stack.rule,
    required_count: stack.required_count || 1,
    members: stack.members.map(member => ({
      ...newMember(),
      ways: member.one_of ? member.one_of.alternatives.map(wayOf) : [wayOf(member)],
      equivalents: [...(member.equivalent_credential_ids ?? [])],
    })),
  }
}

/** Whether other credentials may count as this member's: it is one credential and nothing else. */
export const takesEquivalents = (member: MemberForm): boolean =>
  member.ways.length === 1 && (member.ways[0]?.startsWith('credential:') ?? false)

function goalOf(way: Way): StackAlternative {
  const [kind, ...rest] = (way ?? '').split(':')
  const id = rest.join(':')
  if (kind === 'credential') return { credential_id: id }
  return kind === 'stack' ? { stack_id: id } : {}
}

function memberOf(member: MemberForm): StackMember {
  if (member.ways.length > 1) return { one_of: { alternatives: member.ways.map(goalOf) } }
  const goal = goalOf(member.ways[0] ?? null)
  return takesEquivalents(member) && member.equivalents.length
    ? { ...goal, equivalent_credential_ids: member.equivalents }
    : goal
}

/** What the editor holds, as the API takes it. */
export function asDraft(form: StackForm): StackDraft {
  return {
    name: form.name.trim(),
    specialisation: form.specialisation.trim() || null,
    rule: form.rule,
    required_count: form.rule === 'n_of' ? Number(form.required_count) : null,
    members: form.members.map(memberOf),
  }
}

/** What is missing before it makes sense to ask the server, by field; the server decides on everything else. */
export function lacking(form: StackForm): Record<string, string> {
  const errors: Record<string, string> = {}
  if (!form.name.trim()) errors.name = 'Give it a name.'
  form.members.forEach((member, place) => {
    member.ways.forEach((way, index) => {
      if (!way) errors[wayField(place, index)] = 'Choose a credential or a stack.'
    })
  })
  return errors
}

const wayField = (place: number, way: number) => `members.${place}.ways.${way}`

/** Every field of the editor that an error can stand at. */
export function stackFields(form: StackForm): string[] {
  return [
    'name',
    'specialisation',
    'rule',
    'required_count',
    'members',
    ...form.members.flatMap((member, place) => [
      ...member.ways.map((_, way) => wayField(place, way)),
      `members.${place}.equivalents`,
    ]),
  ]
}

/** A pointer into the request as a pointer into the editor's fields. */
export function asStackPointer(pointer: string): string {
  const [members, place, part, ...rest] = formPath(pointer).split('.')
  if (members !== 'members' || place === undefined) return pointer
  if (part === 'equivalent_credential_ids') return `/members/${place}/equivalents`
  const way = part === 'one_of' ? (rest[1] ?? '0') : '0'
  return `/members/${place}/ways/${way}`
}

/** The editor's fields, and how they become a stack. */
export const stackForm = (form: UseFormReturnType<StackForm>): EntryForm<StackForm, StackDraft> => ({
  form,
  asDraft,
  fields: stackFields,
  asFormPointer: asStackPointer,
})
