import { formErrors, Problem } from '@/api/problem'
import type { AnyDraft, EntryForm } from './entry-form'

/** Somebody else saved a newer version since this one was read. */
export const changedMeanwhile = (error: unknown): boolean => error instanceof Problem && error.status === 412

/** Puts a refusal at the fields that it is about; what is left to say above the form is given back. */
export function showRefusal<Values, Draft extends AnyDraft>(
  error: unknown,
  { form, fields, asFormPointer }: EntryForm<Values, Draft>,
): string | null {
  if (!(error instanceof Problem)) return 'Something went wrong.'
  const moved = error.withFields(
    error.fields.map(field => ({ ...field, pointer: field.pointer ? asFormPointer(field.pointer) : null })),
  )
  const { atFields, aboveForm } = formErrors(moved, fields(form.getValues()))
  form.setErrors(atFields)
  return aboveForm
}
