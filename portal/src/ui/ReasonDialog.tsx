import { Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { FormDialog, saidAt } from './FormDialog'
import { ReasonField } from './ReasonField'

interface Props {
  title: string
  lead: ReactNode
  /** Who reads the reason. */
  description?: string
  action: string
  /** It cannot simply be taken back. */
  grave?: boolean
  error: Error | null
  busy: boolean
  onReason(reason: string): void
  onClose(): void
}

/** A dialog that asks for a reason before something is done. */
export function ReasonDialog({
  title,
  lead,
  description,
  action,
  grave = false,
  error,
  busy,
  onReason,
  onClose,
}: Props) {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  return (
    <FormDialog
      title={title}
      error={error}
      fields={['reason']}
      action={action}
      grave={grave}
      busy={busy}
      onSubmit={() => {
        const given = reason.trim()
        setMissing(!given)
        if (given) onReason(given)
      }}
      onClose={onClose}
    >
      <Text size="sm">{lead}</Text>
      <ReasonField
        description={description}
        required
        first
        value={reason}
        error={missing ? 'Say why.' : saidAt(error, 'reason')}
        onChange={given => {
          setReason(given)
          setMissing(false)
        }}
      />
    </FormDialog>
  )
}
