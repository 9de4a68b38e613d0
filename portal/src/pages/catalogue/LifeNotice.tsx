import { Alert, Anchor } from '@mantine/core'
import { IconArchive, IconCalendarTime, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Lifecycle } from '@/api/model'
import { useCurates } from '@/session/use-curates'
import { formatDay } from '@/words/dates'

/** Says of an entry that it is still in the making, out of use, or about to change; nothing of any other. */
export function LifeNotice({ life }: { life: Lifecycle | null }) {
  const curates = useCurates()
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
  if (life?.revision_due_on) {
    return (
      <Alert color="gentian" icon={<IconCalendarTime aria-hidden />} title="A change is scheduled" mb="lg">
        It takes effect on {formatDay(life.revision_due_on)}; until then this is how it stands.
        {curates ? (
          <>
            {' '}
            <Anchor inherit underline="always" renderRoot={root => <Link {...root} to="/catalogue/drafts" />}>
              Scheduled changes
            </Anchor>
          </>
        ) : null}
      </Alert>
    )
  }
  return null
}
