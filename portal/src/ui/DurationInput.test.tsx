import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { renderInPortal } from '@/testing/render'
import { DurationInput } from './DurationInput'

function Example({ begin }: { begin: string }) {
  const [value, setValue] = useState(begin)
  return (
    <>
      <DurationInput label="How long" value={value} onChange={setValue} />
      <output>{value || 'nothing'}</output>
    </>
  )
}

describe('a length of time', () => {
  it('is a number and a unit', async () => {
    renderInPortal(<Example begin="" />)
    const user = userEvent.setup()
    await user.type(await screen.findByLabelText('How long: how many'), '6')
    expect(screen.getByRole('status').textContent).toBe('P6D')
    await user.selectOptions(screen.getByLabelText('How long: unit'), 'months')
    expect(screen.getByRole('status').textContent).toBe('P6M')
    await user.clear(screen.getByLabelText('How long: how many'))
    expect(screen.getByRole('status').textContent).toBe('nothing')
  })

  it('keeps the unit that was chosen before the number', async () => {
    renderInPortal(<Example begin="" />)
    const user = userEvent.setup()
    await user.selectOptions(await screen.findByLabelText('How long: unit'), 'years')
    await user.type(screen.getByLabelText('How long: how many'), '2')
    expect(screen.getByRole('status').textContent).toBe('P2Y')
  })

  it('says in words what no single unit can say', async () => {
    renderInPortal(<Example begin="P1M3D" />)
    expect(await screen.findByText('1 month, 3 days')).toBeTruthy()
  })
})
