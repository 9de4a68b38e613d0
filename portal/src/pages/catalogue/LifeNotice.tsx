import { Alert } from '@mantine/core'
import { IconArchive, IconPencil } from '@tabler/icons-react'
import type { Lifecycle } from '@/api/model'
import { formatDay } from '@/words/dates'

/** Says of an entry that it is still in the making, or out of use; nothing of one in use. */
export function LifeNotice({ life }: { life: Lifecycle | null }) {
  if (life?.state === 'draft') {
    return (
      <Alert color="gentian" icon={<IconPencil aria-hidden />} title="Draft" mb="lg">
        Only your organization’s administrators see it until it is published.
      </Alert>
    )
  }
  if (life?.state === 'retired') {
    return (
      <Alert color="lichen" icon={<IconArchive aria-hidden />} title="Out of use" mb="lg">
        {life.retired_on ? `Retired on ${formatDay(life.retired_on)}. ` : ''}
        {life.retirement_reason} Whoever has it keeps it.
      </Alert>
    )
  }
  return null
}
