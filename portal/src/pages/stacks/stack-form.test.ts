import { describe, expect, it } from 'vitest'
import type { Stack } from '@/api/model'
import { asDraft, asForm, asStackPointer, emptyStack, lacking, newMember, stackFields } from './stack-form'

const stack: Stack = {
  stack_id: 's',
  version: 3,
  origin: 'tenant',
  lifecycle: { state: 'published' },
  name: 'Masonry',
  specialisation: null,
  rule: 'n_of',
  required_count: 2,
  members: [
    { credential_id: 'a', equivalent_credential_ids: ['old-a'] },
    { stack_id: 'inner' },
    { one_of: { alternatives: [{ credential_id: 'b' }, { stack_id: 'other' }] } },
  ],
}

describe('the stack editor', () => {
  it('sends a stack that nobody touched as it was', () => {
    expect(asDraft(asForm(stack))).toEqual({
      name: 'Masonry',
      specialisation: null,
      rule: 'n_of',
      required_count: 2,
      members: stack.members,
    })
  })

  it('counts members only where n of them are needed', () => {
    expect(asDraft({ ...asForm(stack), rule: 'ordered' }).required_count).toBeNull()
  })

  it('makes a place with one way left a plain member again', () => {
    const form = asForm(stack)
    const member = { ...newMember(), ways: ['credential:b'] }
    expect(asDraft({ ...form, members: [member] }).members).toEqual([{ credential_id: 'b' }])
  })

  it('drops equivalents of what is no credential alone', () => {
    const member = { ...newMember(), ways: ['stack:inner'], equivalents: ['old-a'] }
    expect(asDraft({ ...emptyStack(), members: [member] }).members).toEqual([{ stack_id: 'inner' }])
  })

  it('keeps an id with a colon whole', () => {
    const member = { ...newMember(), ways: ['credential:urn:x'] }
    expect(asDraft({ ...emptyStack(), members: [member] }).members).toEqual([{ credential_id: 'urn:x' }])
  })

  it('asks for a name and for each way before it asks the server', () => {
    expect(Object.keys(lacking(emptyStack()))).toEqual(['name', 'members.0.ways.0', 'members.1.ways.0'])
    expect(lacking(asForm(stack))).toEqual({})
  })
})

describe('an error of the server', () => {
  it.each([
    ['/name', '/name'],
    ['/members', '/members'],
    ['/members/1/stack_id', '/members/1/ways/0'],
    ['/members/1', '/members/1/ways/0'],
    ['/members/2/one_of/alternatives/1/stack_id', '/members/2/ways/1'],
    ['/members/2/one_of/alternatives', '/members/2/ways/0'],
    ['/members/0/equivalent_credential_ids/0', '/members/0/equivalents'],
  ])('about %s stands at %s', (pointer, place) => expect(asStackPointer(pointer)).toBe(place))

  it('finds each of these fields in the editor', () => {
    expect(stackFields(asForm(stack))).toEqual(
      expect.arrayContaining(['members.1.ways.0', 'members.2.ways.1', 'members.0.equivalents', 'members']),
    )
  })
})
