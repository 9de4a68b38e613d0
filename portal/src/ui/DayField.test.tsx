import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { DayField } from './DayField'

function opened(value?: string) {
  const onChange = vi.fn()
  const field = (day: string | undefined) => (
    <MantineProvider>
      <DayField label="As of" value={day} onChange={onChange} />
    </MantineProvider>
  )
  const { rerender } = render(field(value))
  const input = screen.getByLabelText<HTMLInputElement>('As of')
  const type = (day: string) => fireEvent.change(input, { target: { value: day } })
  return { onChange, input, type, becomes: (day: string | undefined) => rerender(field(day)) }
}

describe('a day that is typed', () => {
  it('is handed on when its year is whole, and stays as typed until then', () => {
    const { onChange, input, type } = opened()
    for (const day of ['0002-06-30', '0020-06-30', '0202-06-30']) {
      type(day)
      expect(input.value).toBe(day)
    }
    expect(onChange).not.toHaveBeenCalled()
    type('2026-06-30')
    expect(onChange.mock.calls).toEqual([['2026-06-30']])
  })

  it('is taken away when it is gone, and is what it was where it was never finished', () => {
    const { onChange, input, type } = opened('2026-06-30')
    type('0002-06-30')
    fireEvent.blur(input)
    expect(input.value).toBe('2026-06-30')
    expect(onChange).not.toHaveBeenCalled()
    type('')
    expect(onChange.mock.calls).toEqual([[null]])
  })

  it('follows the address', () => {
    const { input, becomes } = opened('2026-06-30')
    becomes('2027-01-31')
    expect(input.value).toBe('2027-01-31')
    becomes(undefined)
    expect(input.value).toBe('')
  })
})
