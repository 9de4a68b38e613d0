import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { formErrors, Problem } from '@/api/problem'

interface Props {
  title: string
  /** Why it was not done the last time. */
  error: Error | null
  /** The fields at which errors are shown. */
  fields: readonly string[]
  action: string
  busy: boolean
  onSubmit(): void
  onClose(): void
  children: ReactNode
}

/** A dialog with a form that does one thing, and says why where it could not. */
export function FormDialog({ title, error, fields, action, busy, onSubmit, onClose, children }: Props) {
  const aboveForm = error instanceof Problem ? formErrors(error, fields).aboveForm : error?.message
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <Stack>
          {aboveForm ? (
            <Alert color="clay" role="alert">
              {aboveForm}
            </Alert>
          ) : null}
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** What the gateway said at one of a dialog's fields. */
export const saidAt = (error: unknown, field: string): string | undefined =>
  error instanceof Problem ? formErrors(error, [field]).atFields[field] : undefined
