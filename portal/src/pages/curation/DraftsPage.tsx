import { Stack, Text } from '@mantine/core'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { entryKindName } from '@/words/entries'
import { CatalogueFrame } from '../catalogue/CatalogueFrame'
import { EntryLink } from './EntryLink'
import { ScheduledChanges } from './ScheduledChanges'
import { useDrafts } from './use-drafts'

/** What the organization has in the making: drafts, and changes that wait for their day. */
export function DraftsPage() {
  const drafts = useDrafts()
  return (
    <CatalogueFrame
      title="Drafts"
      lead="What is in the making. Only administrators see it until it is in use."
    >
      <Stack gap="xl">
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
                {
                  accessor: 'name',
                  title: 'Name',
                  render: ({ kind, id, name }) => (
                    <Text fw={560}>
                      <EntryLink kind={kind} id={id} name={name} />
                    </Text>
                  ),
                },
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
        <ScheduledChanges />
      </Stack>
    </CatalogueFrame>
  )
}
