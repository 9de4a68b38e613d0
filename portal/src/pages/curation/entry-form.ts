import type { UseFormReturnType } from '@mantine/form'
import type { Lifecycle } from '@/api/model'

/** What drafts of every kind have in common. */
export interface AnyDraft {
  lifecycle?: Lifecycle | null
}

/** The fields of a kind of entry, and how they become what the API takes. */
export interface EntryForm<Values, Draft extends AnyDraft> {
  readonly form: UseFormReturnType<Values>
  asDraft(values: Values): Draft
  /** Every field that an error can stand at. */
  fields(values: Values): string[]
  /** A pointer into the request as a pointer into the form. */
  asFormPointer(pointer: string): string
}
