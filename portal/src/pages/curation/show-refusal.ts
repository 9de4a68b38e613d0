import type { UseFormReturnType } from '@mantine/form'
import { formErrors, Problem } from '@/api/problem'
import type { AnyDraft, EntryForm } from './entry-form'

const isFor = (error: unknown, reason: string): boolean => error instanceof Problem && error.reason === reason

/** Somebody else saved a newer version since this one was read. */
export const changedMeanwhile = (error: unknown): boolean => isFor(error, 'STALE_VERSION')

/** What a change touches is no longer what was shown. */
export const impactChanged = (error: unknown): boolean => isFor(error, 'IMPACT_CHANGED')

/** Whether a refusal names a field of the request. */
export const isAbout = (error: unknown, field: string): boolean =>
  error instanceof Problem && error.fields.some(({ pointer }) => pointer === `/${field}`)

/** Leads whoever uses the keyboard, or cannot see the form, to the first field that is wrong. */
export function focusFirst<Values>(form: UseFormReturnType<Values>, errors: object): void {
  const [first] = Object.keys(errors)
  // A dialog that closes now gives the focus back first.
  if (first) requestAnimationFrame(() => form.getInputNode(first)?.focus())
}

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
  focusFirst(form, atFields)
  return aboveForm
}
