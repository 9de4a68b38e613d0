import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { keys } from '@/api/queries'
import { Attention } from '@/ui/Attention'
import { formatDay } from '@/words/dates'
import { LifeNotice } from '../catalogue/LifeNotice'
import { ConflictNotice } from './ConflictNotice'
import type { AnyDraft, EntryForm } from './entry-form'
import { FormFrame } from './FormFrame'
import type { AnyEntry, Confirmation, Editable } from './kinds'
import { RevisionDialog } from './RevisionDialog'
import { changedMeanwhile, focusFirst, impactChanged, isAbout, showRefusal } from './show-refusal'
import { impactKey } from './use-impact'

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

interface Saving<Draft> {
  readonly draft: Draft
  readonly confirmed?: Confirmation
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
    mutationFn: ({ draft, confirmed }: Saving<Draft>) => kind.revise(read, draft, confirmed),
    onSuccess: (entry, { confirmed }) => {
      void client.invalidateQueries({ queryKey: keys.catalogue })
      const waits = confirmed?.effectiveOn && entry.lifecycle?.revision_due_on === confirmed.effectiveOn
      notifications.show({
        color: 'moss',
        title: waits ? `Takes effect on ${formatDay(confirmed.effectiveOn)}` : 'Saved',
        message: entry.name,
      })
      onSaved(entry)
    },
    onError: error => {
      if (impactChanged(error)) void client.invalidateQueries({ queryKey: impactKey(kind, read) })
      if (impactChanged(error) || isAbout(error, 'effective_on')) return
      setConfirming(null)
      if (!changedMeanwhile(error)) setRefusal(showRefusal(error, of))
    },
  })
  const isDraft = read.lifecycle?.state === 'draft'
  const save = (draft: Draft, confirmed?: Confirmation) => {
    setRefusal(null)
    saving.mutate(confirmed ? { draft, confirmed } : { draft })
  }
  const submit = (then: (draft: Draft) => void) =>
    of.form.onSubmit(
      values => then(of.asDraft(values)),
      errors => focusFirst(of.form, errors),
    )()
  const ask = () => {
    saving.reset()
    submit(setConfirming)
  }
  const saveDraft = (life: AnyDraft) => submit(draft => save({ ...draft, ...life }))
  return (
    <FormFrame
      refusal={refusal}
      onSubmit={() => (isDraft ? saveDraft({}) : ask())}
      notice={
        <>
          {changedMeanwhile(saving.error) ? (
            <Attention>
              <ConflictNotice noun={kind.noun} onReload={onReload} />
            </Attention>
          ) : null}
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
          error={saving.error}
          onConfirm={confirmed => save(confirming, confirmed)}
          onClose={() => setConfirming(null)}
        />
      ) : null}
    </FormFrame>
  )
}
