import type { UseFormReturnType } from '@mantine/form'
import type { Ladder, LadderDraft, LadderKind } from '@/api/model'
import { formPath } from '@/api/problem'
import type { EntryForm } from '../curation/entry-form'

/** What the ladder editor asks for; the rungs from the first to the last. */
export interface LadderForm {
  name: string
  kind: LadderKind
  role_ids: string[]
}

const fewestRungs = 2

export const emptyLadder = (): LadderForm => ({ name: '', kind: 'promotion', role_ids: [] })

/** A ladder as the editor shows it. */
export const asForm = (ladder: Ladder): LadderForm => ({
  name: ladder.name,
  kind: ladder.kind ?? 'promotion',
  role_ids: [...ladder.role_ids],
})

/** What is missing before it makes sense to ask the server. */
export function lacking(form: LadderForm): Record<string, string> {
  return {
    ...(form.name.trim() ? {} : { name: 'Give it a name.' }),
    ...(form.role_ids.length < fewestRungs ? { role_ids: 'A ladder has at least two rungs.' } : {}),
  }
}

const asDraft = (form: LadderForm): LadderDraft => ({
  name: form.name.trim(),
  kind: form.kind,
  role_ids: form.role_ids,
})

/** The editor's fields, and how they become a ladder. An error about one rung names it, so it stands below them all. */
export const ladderForm = (form: UseFormReturnType<LadderForm>): EntryForm<LadderForm, LadderDraft> => ({
  form,
  asDraft,
  fields: () => ['name', 'kind', 'role_ids'],
  asFormPointer: pointer => `/${formPath(pointer).split('.')[0] ?? ''}`,
})
