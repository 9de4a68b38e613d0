import { Alert, Button, Group, Modal, type ModalProps, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { formErrors, Problem } from '@/api/problem'

export interface FormDialogProps {
  title: string
  /** Why it was not done the last time. */
  error: Error | null
  /** What is said above the fields instead of why it was not done. */
  notice?: ReactNode
  /** The fields at which errors are shown. */
  fields: readonly string[]
  action: string
  /** It cannot simply be taken back. */
  grave?: boolean
  busy: boolean
  disabled?: boolean
  size?: ModalProps['size']
  onSubmit(): void
  onClose(): void
  children: ReactNode
}

/** A dialog with a form that does one thing, and says why where it could not. */
export function FormDialog({
  title,
  error,
  notice,
  fields,
  action,
  grave = false,
  busy,
  disabled = false,
  size,
  onSubmit,
  onClose,
  children,
}: FormDialogProps) {
  const aboveForm = error instanceof Problem ? formErrors(error, fields).aboveForm : error?.message
  return (
    <Modal opened onClose={onClose} title={title} {...(size ? { size } : {})}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <Stack>
          {notice ??
            (aboveForm ? (
              <Alert color="clay" role="alert">
                {aboveForm}
              </Alert>
            ) : null)}
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={disabled} {...(grave ? { color: 'clay' } : {})}>
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
