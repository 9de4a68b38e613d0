import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArchive, IconSend } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/queries'
import { useCurates } from '@/session/use-curates'
import type { AnyEntry, Kind } from './kinds'
import { RetireDialog } from './RetireDialog'

interface Props<Entry extends AnyEntry> {
  kind: Kind<Entry>
  entry: Entry
}

function PublishButton<Entry extends AnyEntry>({ kind, entry }: Props<Entry>) {
  const client = useQueryClient()
  const publish = useMutation({
    mutationFn: () => kind.publish(entry),
    onSuccess: () =>
      notifications.show({ color: 'moss', title: 'Published', message: `${entry.name} is in use now.` }),
    onError: error =>
      notifications.show({ color: 'clay', title: 'Not published', message: error.message, autoClose: false }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.catalogue }),
  })
  return (
    <Button
      leftSection={<IconSend size={17} aria-hidden />}
      loading={publish.isPending}
      onClick={() => publish.mutate()}
    >
      Publish
    </Button>
  )
}

/** The next step of an entry's life, for who looks after the catalogue: publish a draft, retire what is in use. */
export function LifeButtons<Entry extends AnyEntry>({ kind, entry }: Props<Entry>) {
  const curates = useCurates()
  const [retiring, setRetiring] = useState(false)
  if (!curates || entry.lifecycle?.state === 'retired') return null
  if (entry.lifecycle?.state === 'draft') return <PublishButton kind={kind} entry={entry} />
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArchive size={17} aria-hidden />}
        onClick={() => setRetiring(true)}
      >
        Retire
      </Button>
      {retiring ? <RetireDialog kind={kind} entry={entry} onClose={() => setRetiring(false)} /> : null}
    </>
  )
}
