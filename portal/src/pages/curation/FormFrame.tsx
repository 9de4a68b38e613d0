import { Alert, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Attention } from '@/ui/Attention'

interface Props {
  /** What was refused and is no field's fault. */
  refusal: string | null
  notice?: ReactNode
  buttons: ReactNode
  onSubmit(): void
  children: ReactNode
}

/** The form of an entry: what is to be said above its fields, and its buttons below them. */
export function FormFrame({ refusal, notice, buttons, onSubmit, children }: Props) {
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <Stack gap="lg" maw={820}>
        {notice}
        {refusal ? (
          <Attention key={refusal}>
            <Alert color="clay" role="alert">
              {refusal}
            </Alert>
          </Attention>
        ) : null}
        {children}
        <Group justify="flex-end">{buttons}</Group>
      </Stack>
    </form>
  )
}
