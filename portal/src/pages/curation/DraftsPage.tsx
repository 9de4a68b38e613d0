import { Text } from '@mantine/core'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { entryKindName } from '@/words/entries'
import { CatalogueFrame } from '../catalogue/CatalogueFrame'
import { CredentialLink, LadderLink, PathLink, RoleLink, StackLink } from '../catalogue/links'
import { type DraftEntry, useDrafts } from './use-drafts'

const pages: Partial<Record<DraftEntry['kind'], typeof StackLink>> = {
  stack: StackLink,
  role: RoleLink,
  ladder: LadderLink,
  learning_path: PathLink,
  credential: CredentialLink,
}

function Name({ draft }: { draft: DraftEntry }) {
  const Page = pages[draft.kind]
  return <Text fw={560}>{Page ? <Page id={draft.id}>{draft.name}</Page> : draft.name}</Text>
}

/** What the organization has in the making. */
export function DraftsPage() {
  const drafts = useDrafts()
  return (
    <CatalogueFrame
      title="Drafts"
      lead="What is in the making. Only administrators see it until it is published."
    >
      <Loaded query={drafts}>
        {data => (
          <DataList
            label="Drafts"
            records={data}
            idAccessor="key"
            empty={
              <Empty title="No drafts">
                A stack or ladder can be saved as a draft, and a role from job ads.
              </Empty>
            }
            columns={[
              { accessor: 'name', title: 'Name', render: draft => <Name draft={draft} /> },
              {
                accessor: 'kind',
                title: 'Kind',
                render: draft => <Text size="sm">{entryKindName(draft.kind)}</Text>,
              },
              {
                accessor: 'version',
                title: 'Version',
                render: draft => <Text size="sm">{draft.version}</Text>,
              },
            ]}
          />
        )}
      </Loaded>
    </CatalogueFrame>
  )
}
