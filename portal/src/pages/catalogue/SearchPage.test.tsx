import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { Search } from './SearchPage'
import { readSearchAddress, type SearchAddress, toggled } from './search-address'

const nothing = { credential: null, skill: null, role: null, stack: null, learning_path: null }
const found = {
  items: [
    {
      ...nothing,
      skill: { skill_id: 's', version: 1, origin: 'public', name: 'Welding', aliases: ['Brazing'] },
    },
    { ...nothing, role: { role_id: 'r', version: 1, origin: 'tenant', name: 'Welder', requirements: [{}] } },
  ],
  facets: [
    { facet: 'issuer', values: [{ value: 'pmi', label: 'PMI', count: 3 }] },
    { facet: 'cost', values: [{ value: 'free', label: null, count: 2 }] },
  ],
  total: 2,
  next_cursor: null,
}

const anEmployee = { tenant_id: 't', roles: ['employee'], person: null, leads_people: false }

function Kept() {
  const [address, setAddress] = useState<SearchAddress>({})
  return <Search address={address} onChange={setAddress} />
}

function open(answer: unknown = found) {
  const seen = stubGateway({
    'GET /api/v1/search': () => ({ body: answer }),
    'GET /api/v1/me': () => ({ body: anEmployee }),
  })
  renderInPortal(<Kept />)
  const asked = () => seen.findLast(({ path }) => path === '/api/v1/search')?.query.toString()
  return { asked, user: userEvent.setup() }
}

describe('the catalogue search', () => {
  it('shows what was found, whatever its kind', async () => {
    open()
    expect(await screen.findByRole('article', { name: 'Welding' })).toBeTruthy()
    expect(screen.getByRole('article', { name: 'Welder' }).textContent).toContain('1 requirement')
    expect(screen.getByText('2 found')).toBeTruthy()
  })

  it('asks for the words soon after they were typed', async () => {
    const { asked, user } = open()
    await user.type(await screen.findByLabelText('Search the catalogue'), 'weld')
    await waitFor(() => expect(asked()).toContain('query=weld'))
  })

  it('narrows down by facets and takes a choice back', async () => {
    const { asked, user } = open()
    await user.click(await screen.findByRole('checkbox', { name: 'PMI (3)' }))
    await waitFor(() => expect(asked()).toContain('issuer=pmi'))
    await user.click(await screen.findByRole('checkbox', { name: 'Free (2)' }))
    await waitFor(() => expect(asked()).toMatch(/issuer=pmi.*cost=free/))
    await user.click(await screen.findByRole('checkbox', { name: 'PMI (3)' }))
    await waitFor(() => expect(asked()).not.toContain('issuer'))
  })

  it('says that nothing fits', async () => {
    open({ items: [], facets: [], total: 0, next_cursor: null })
    expect(await screen.findByText('Nothing fits')).toBeTruthy()
  })
})

describe('the address of a search', () => {
  it('keeps what the search understands, and nothing else', () => {
    expect(
      readSearchAddress({ q: 'x', kind: ['licence', 'diploma'], cost: 'free', issuer: 'pmi', other: 1 }),
    ).toEqual({
      q: 'x',
      kind: ['licence'],
      cost: ['free'],
      issuer: ['pmi'],
    })
  })

  it('chooses a value and takes it back', () => {
    const chosen = toggled({ q: 'x' }, 'issuer', 'pmi')
    expect(chosen).toEqual({ q: 'x', issuer: ['pmi'] })
    expect(toggled(chosen, 'issuer', 'pmi')).toEqual({ q: 'x' })
  })
})
