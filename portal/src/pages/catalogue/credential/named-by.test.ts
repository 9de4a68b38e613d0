import { describe, expect, it } from 'vitest'
import type { Role, Stack, StackMember } from '@/api/model'
import { rolesNaming, stacksNaming } from './named-by'

const stack = (stack_id: string, members: StackMember[]) => ({ stack_id, members }) as Stack
const role = (role_id: string, requirements: Role['requirements']) => ({ role_id, requirements }) as Role

describe('where a credential counts', () => {
  it('is every stack in which it fills a place, however it does', () => {
    const stacks = [
      stack('member', [{ credential_id: 'pmp' }]),
      stack('one-of', [{ one_of: { alternatives: [{ stack_id: 's' }, { credential_id: 'pmp' }] } }]),
      stack('equivalent', [{ credential_id: 'new', equivalent_credential_ids: ['pmp'] }]),
      stack('other', [{ credential_id: 'capm' }, { stack_id: 'pmp' }]),
    ]
    expect(stacksNaming('pmp', stacks).map(each => each.stack_id)).toEqual(['member', 'one-of', 'equivalent'])
  })

  it('is every role that asks for it, as one way of several too', () => {
    const way = { all_of: [{ experience: { months: 12 } }, { credential_id: 'pmp' }] }
    const roles = [
      role('asks', [{ requirement_id: 'r', credential_id: 'pmp' }]),
      role('way', [{ requirement_id: 'r', any_of: { alternatives: [way] } }]),
      role('other', [{ requirement_id: 'r', stack_id: 'pmp' }]),
    ]
    expect(rolesNaming('pmp', roles).map(each => each.role_id)).toEqual(['asks', 'way'])
  })
})
