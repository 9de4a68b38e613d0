import { etagOf } from '@/api/entry-version'
import {
  createLadder,
  createStack,
  getLadder,
  getLadderImpact,
  getRole,
  getRoleImpact,
  getStack,
  getStackImpact,
  putLadder,
  putRole,
  putStack,
  retireLadder,
  retireRole,
  retireStack,
} from '@/api/generated'
import type {
  EntryReference,
  Impact,
  Ladder,
  LadderDraft,
  Lifecycle,
  Origin,
  Role,
  Stack,
  StackDraft,
} from '@/api/model'

/** What entries of every kind have in common. */
export interface AnyEntry {
  readonly name: string
  readonly version: number
  readonly origin: Origin
  readonly lifecycle: Lifecycle | null
}

/** Why an entry is taken out of use, and what names it. */
export interface Retiring {
  readonly reason: string
  readonly referrers: EntryReference[]
}

/** What whoever changes a published entry agrees to. */
export interface Confirmation {
  /** Stands for the impact that was shown. */
  readonly digest: string
  /** From which day on the change holds; null is at once. */
  readonly effectiveOn: string | null
}

/** How entries of one kind are looked after. Each call throws a `Problem` where it is refused. */
export interface Kind<Entry extends AnyEntry> {
  /** One of them, in a word. */
  readonly noun: string
  idOf(entry: Entry): string
  get(id: string): Promise<Entry>
  /** What a change of one touches. */
  impact(id: string): Promise<Impact>
  /** Puts a draft to use as it was read. */
  publish(read: Entry): Promise<Entry>
  retire(read: Entry, why: Retiring): Promise<unknown>
}

/** A kind of which entries are made and changed here. */
export interface Editable<Entry extends AnyEntry, Draft> extends Kind<Entry> {
  /** Makes one; safe to repeat with the same idempotency key. */
  create(draft: Draft, idempotencyKey: string): Promise<Entry>
  /**
   * Saves a change of what was read; refused when somebody changed it meanwhile. A change of what is published says
   * what it was shown to touch. One for a later day waits, and the answer is the entry as it is until then.
   */
  revise(read: Entry, draft: Draft, confirmed?: Confirmation): Promise<Entry>
}

const inUse = { lifecycle: { state: 'published' } } as const
const asRead = (entry: AnyEntry, confirmed?: Confirmation) => ({
  'If-Match': etagOf(entry),
  ...(confirmed ? { 'X-Cairn-Impact': confirmed.digest } : {}),
})
const onItsDay = <Draft>(draft: Draft, confirmed?: Confirmation) => ({
  ...draft,
  effective_on: confirmed?.effectiveOn ?? null,
})
const once = (key: string) => ({ 'Idempotency-Key': key })

async function data<T>(answer: Promise<{ data: T }>): Promise<T> {
  return (await answer).data
}

export const stacks: Editable<Stack, StackDraft> = {
  noun: 'stack',
  idOf: stack => stack.stack_id,
  get: stack_id => data(getStack({ path: { stack_id }, throwOnError: true })),
  impact: stack_id => data(getStackImpact({ path: { stack_id }, throwOnError: true })),
  publish: read => stacks.revise(read, { ...read, ...inUse }),
  create: (body, key) => data(createStack({ body, headers: once(key), throwOnError: true })),
  revise: (read, draft, confirmed) =>
    data(
      putStack({
        path: { stack_id: read.stack_id },
        body: onItsDay(draft, confirmed),
        headers: asRead(read, confirmed),
        throwOnError: true,
      }),
    ),
  retire: (read, body) =>
    retireStack({ path: { stack_id: read.stack_id }, body, headers: asRead(read), throwOnError: true }),
}

export const ladders: Editable<Ladder, LadderDraft> = {
  noun: 'ladder',
  idOf: ladder => ladder.ladder_id,
  get: ladder_id => data(getLadder({ path: { ladder_id }, throwOnError: true })),
  impact: ladder_id => data(getLadderImpact({ path: { ladder_id }, throwOnError: true })),
  publish: read => ladders.revise(read, { ...read, ...inUse }),
  create: (body, key) => data(createLadder({ body, headers: once(key), throwOnError: true })),
  revise: (read, draft, confirmed) =>
    data(
      putLadder({
        path: { ladder_id: read.ladder_id },
        body: onItsDay(draft, confirmed),
        headers: asRead(read, confirmed),
        throwOnError: true,
      }),
    ),
  retire: (read, body) =>
    retireLadder({ path: { ladder_id: read.ladder_id }, body, headers: asRead(read), throwOnError: true }),
}

export const roles: Kind<Role> = {
  noun: 'role',
  idOf: role => role.role_id,
  get: role_id => data(getRole({ path: { role_id }, throwOnError: true })),
  impact: role_id => data(getRoleImpact({ path: { role_id }, throwOnError: true })),
  publish: read =>
    data(
      putRole({
        path: { role_id: read.role_id },
        body: { ...read, ...inUse },
        headers: asRead(read),
        throwOnError: true,
      }),
    ),
  retire: (read, body) =>
    retireRole({ path: { role_id: read.role_id }, body, headers: asRead(read), throwOnError: true }),
}
