import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useRef } from 'react'

interface Props extends Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'onBlur' | 'type'> {
  /** YYYY-MM-DD. */
  value: string | undefined
  onChange(day: string | null): void
}

/** The years that reports tell of. While a year is typed, its first digits make days of the year 2. */
const isWhole = (day: string) => /^(19|20)\d{2}-\d{2}-\d{2}$/.test(day)

/** A day, typed or picked: handed on once it is whole or gone, and left alone until then. */
export function DayField({ value = '', onChange, ...others }: Props) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (field.current && field.current.value !== value) field.current.value = value
  }, [value])
  return (
    <TextInput
      {...others}
      type="date"
      ref={field}
      defaultValue={value}
      onChange={event => {
        const { value: day, validity } = event.currentTarget
        if (isWhole(day) ? day !== value : value && !day && !validity.badInput) onChange(day || null)
      }}
      onBlur={event => {
        if (event.currentTarget.value !== value) event.currentTarget.value = value
      }}
    />
  )
}
