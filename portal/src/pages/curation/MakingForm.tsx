import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { newIdempotencyKey } from '@/api/idempotency'
import { keys } from '@/api/queries'
import type { AnyDraft, EntryForm } from './entry-form'
import { FormFrame } from './FormFrame'
import type { AnyEntry, Editable } from './kinds'
import { focusFirst, showRefusal } from './show-refusal'

type State = 'draft' | 'published'

interface Props<Entry extends AnyEntry, Draft extends AnyDraft, Values> {
  kind: Editable<Entry, Draft>
  of: EntryForm<Values, Draft>
  onMade(entry: Entry): void
  /** The fields. */
  children: ReactNode
}

/** Makes a new entry, as a draft or in use at once. */
export function MakingForm<Entry extends AnyEntry, Draft extends AnyDraft, Values>({
  kind,
  of,
  onMade,
  children,
}: Props<Entry, Draft, Values>) {
  const client = useQueryClient()
  const [refusal, setRefusal] = useState<string | null>(null)
  const making = useMutation({
    mutationFn: ({ draft, key }: { draft: Draft; key: string; state: State }) => kind.create(draft, key),
    onSuccess: (entry, { state }) => {
      void client.invalidateQueries({ queryKey: keys.catalogue })
      const title = state === 'draft' ? 'Saved as a draft' : 'Published'
      notifications.show({ color: 'moss', title, message: entry.name })
      onMade(entry)
    },
    onError: error => setRefusal(showRefusal(error, of)),
  })
  const save = (state: State) =>
    of.form.onSubmit(
      values => {
        setRefusal(null)
        making.mutate({
          draft: { ...of.asDraft(values), lifecycle: { state } },
          key: newIdempotencyKey(),
          state,
        })
      },
      errors => focusFirst(of.form, errors),
    )()
  const savingAs = making.isPending ? making.variables.state : null
  return (
    <FormFrame
      refusal={refusal}
      onSubmit={() => save('published')}
      buttons={
        <>
          <Button variant="default" loading={savingAs === 'draft'} onClick={() => save('draft')}>
            Save as a draft
          </Button>
          <Button type="submit" loading={savingAs === 'published'}>
            Publish
          </Button>
        </>
      }
    >
      {children}
    </FormFrame>
  )
}
