import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { keys } from '@/api/queries'
import { FormDialog, type FormDialogProps } from '@/ui/FormDialog'
import { ConflictNotice } from './ConflictNotice'
import { changedMeanwhile } from './show-refusal'

interface Props extends Omit<FormDialogProps, 'notice' | 'size'> {
  /** What it does. */
  lead: ReactNode
  /** The entry's kind, in a word. */
  noun: string
}

/** A dialog that does one thing to an entry, and tells who opened it when somebody else was faster. */
export function ActionDialog({ lead, noun, children, ...dialog }: Props) {
  const client = useQueryClient()
  const notice = changedMeanwhile(dialog.error) ? (
    <ConflictNotice
      noun={noun}
      onReload={() => {
        void client.invalidateQueries({ queryKey: keys.catalogue })
        dialog.onClose()
      }}
    />
  ) : null
  return (
    <FormDialog {...dialog} notice={notice}>
      <Text size="sm">{lead}</Text>
      {children}
    </FormDialog>
  )
}
