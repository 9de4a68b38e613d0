import { Textarea } from '@mantine/core'

interface Props {
  label?: string
  /** Who reads it. */
  description?: string
  required?: boolean
  /** It has the focus when its dialog opens. */
  first?: boolean
  value: string
  error: string | null | undefined
  onChange(value: string): void
}

/** Why something is done, or a note to it, in a few lines. */
export function ReasonField({
  label = 'Reason',
  description,
  required = false,
  first = false,
  value,
  error,
  onChange,
}: Props) {
  return (
    <Textarea
      label={label}
      description={description}
      withAsterisk={required}
      autosize
      minRows={2}
      maxLength={500}
      {...(first ? { 'data-autofocus': true } : {})}
      value={value}
      error={error}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
