import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formErrors, Problem } from '@/api/problem'
import { keys } from '@/api/queries'
import { ConflictNotice } from './ConflictNotice'
import { changedMeanwhile } from './show-refusal'

interface Props {
  title: string
  /** What it does. */
  lead: ReactNode
  /** The entry's kind, in a word. */
  noun: string
  /** Why it was not done the last time. */
  error: Error | null
  /** The fields at which errors are shown. */
  fields: readonly string[]
  action: string
  /** It cannot simply be taken back. */
  grave?: boolean
  busy: boolean
  disabled?: boolean
  onSubmit(): void
  onClose(): void
  children: ReactNode
}

/** A dialog that does one thing to an entry, and says why where it could not. */
export function ActionDialog({
  title,
  lead,
  noun,
  error,
  fields,
  action,
  grave = false,
  busy,
  disabled = false,
  onSubmit,
  onClose,
  children,
}: Props) {
  const client = useQueryClient()
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
          <Text size="sm">{lead}</Text>
          {changedMeanwhile(error) ? (
            <ConflictNotice
              noun={noun}
              onReload={() => {
                void client.invalidateQueries({ queryKey: keys.catalogue })
                onClose()
              }}
            />
          ) : aboveForm ? (
            <Alert color="clay" role="alert">
              {aboveForm}
            </Alert>
          ) : null}
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

/** What is said at one of a dialog's fields. */
export const errorAt = (error: unknown, field: string): string | undefined =>
  error instanceof Problem ? formErrors(error, [field]).atFields[field] : undefined
