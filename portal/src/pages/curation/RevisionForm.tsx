import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { keys } from '@/api/queries'
import { LifeNotice } from '../catalogue/LifeNotice'
import { ConflictNotice } from './ConflictNotice'
import type { AnyDraft, EntryForm } from './entry-form'
import { FormFrame } from './FormFrame'
import type { AnyEntry, Editable } from './kinds'
import { RevisionDialog } from './RevisionDialog'
import { changedMeanwhile, showRefusal } from './show-refusal'

interface Props<Entry extends AnyEntry, Draft extends AnyDraft, Values> {
  kind: Editable<Entry, Draft>
  /** The version that the change starts from. */
  read: Entry
  of: EntryForm<Values, Draft>
  onSaved(entry: Entry): void
  /** Somebody else was faster: begin again with what is there now. */
  onReload(): void
  /** The fields. */
  children: ReactNode
}

/** Changes an entry: a draft at once, a published one after it was shown what that touches. */
export function RevisionForm<Entry extends AnyEntry, Draft extends AnyDraft, Values>({
  kind,
  read,
  of,
  onSaved,
  onReload,
  children,
}: Props<Entry, Draft, Values>) {
  const client = useQueryClient()
  const [confirming, setConfirming] = useState<Draft | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const saving = useMutation({
    mutationFn: (draft: Draft) => kind.revise(read, draft),
    onSuccess: entry => {
      void client.invalidateQueries({ queryKey: keys.catalogue })
      notifications.show({ color: 'moss', title: 'Saved', message: entry.name })
      onSaved(entry)
    },
    onError: error => {
      setConfirming(null)
      if (!changedMeanwhile(error)) setRefusal(showRefusal(error, of))
    },
  })
  const isDraft = read.lifecycle?.state === 'draft'
  const save = (draft: Draft) => {
    setRefusal(null)
    saving.mutate(draft)
  }
  const ask = () => of.form.onSubmit(values => setConfirming(of.asDraft(values)))()
  const saveDraft = (life: AnyDraft) => of.form.onSubmit(values => save({ ...of.asDraft(values), ...life }))()
  return (
    <FormFrame
      refusal={refusal}
      onSubmit={() => (isDraft ? saveDraft({}) : ask())}
      notice={
        <>
          {changedMeanwhile(saving.error) ? <ConflictNotice noun={kind.noun} onReload={onReload} /> : null}
          <LifeNotice life={read.lifecycle} />
        </>
      }
      buttons={
        isDraft ? (
          <>
            <Button type="submit" variant="default" loading={saving.isPending}>
              Save the draft
            </Button>
            <Button
              loading={saving.isPending}
              onClick={() => saveDraft({ lifecycle: { state: 'published' } })}
            >
              Save and publish
            </Button>
          </>
        ) : (
          <Button type="submit">See what it touches</Button>
        )
      }
    >
      {children}
      {confirming ? (
        <RevisionDialog
          kind={kind}
          entry={read}
          saving={saving.isPending}
          onConfirm={() => save(confirming)}
          onClose={() => setConfirming(null)}
        />
      ) : null}
    </FormFrame>
  )
}
