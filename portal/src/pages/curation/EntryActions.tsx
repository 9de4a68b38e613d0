import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useCurates } from '@/session/use-curates'
import type { AnyEntry, Kind } from './kinds'
import { LifeButtons } from './LifeButtons'

interface Props<Entry extends AnyEntry> {
  kind: Kind<Entry>
  entry: Entry
  /** Where it is changed. */
  edit: LinkProps
  label: string
}

/** What who looks after the catalogue can do with an entry that is not retired. */
export function EntryActions<Entry extends AnyEntry>({ kind, entry, edit, label }: Props<Entry>) {
  if (!useCurates() || entry.lifecycle?.state === 'retired') return null
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size={17} aria-hidden />}
        renderRoot={root => <Link {...root} {...edit} />}
      >
        {label}
      </Button>
      <LifeButtons kind={kind} entry={entry} />
    </>
  )
}
