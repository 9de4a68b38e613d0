import type { EntryKind } from '@/api/model'
import { CredentialLink, LadderLink, PathLink, RoleLink, StackLink } from '../catalogue/links'

const pages: Partial<Record<EntryKind, typeof StackLink>> = {
  stack: StackLink,
  role: RoleLink,
  ladder: LadderLink,
  learning_path: PathLink,
  credential: CredentialLink,
}

/** To the page of an entry of whatever kind; its name alone where its kind has none. */
export function EntryLink({ kind, id, name }: { kind: EntryKind; id: string; name: string }) {
  const Page = pages[kind]
  return Page ? <Page id={id}>{name}</Page> : name
}
