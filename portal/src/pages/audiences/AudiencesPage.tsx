import { Anchor, Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { audiencesQuery } from '@/api/audiences'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'

/** The audiences that paths may be assigned to, each by its rule. */
export function AudiencesPage() {
  const audiences = useQuery(audiencesQuery())
  return (
    <>
      <PageHeader
        title="Audiences"
        lead="Rules that say who is meant. Whoever fits is in, today and later."
        actions={
          <Button
            leftSection={<IconPlus size={18} aria-hidden />}
            renderRoot={root => <Link {...root} to="/audiences/$audienceId" params={{ audienceId: 'new' }} />}
          >
            New audience
          </Button>
        }
      />
      <Loaded query={audiences}>
        {data => (
          <DataList
            label="Audiences"
            idAccessor="audience_id"
            records={data}
            empty={<Empty title="No audience yet">Make one to assign paths to whoever fits its rule.</Empty>}
            columns={[
              {
                accessor: 'name',
                title: 'Name',
                render: audience => (
                  <Anchor
                    fw={560}
                    size="sm"
                    c="inherit"
                    renderRoot={root => (
                      <Link
                        {...root}
                        to="/audiences/$audienceId"
                        params={{ audienceId: audience.audience_id }}
                      />
                    )}
                  >
                    {audience.name}
                  </Anchor>
                ),
              },
              {
                accessor: 'sentence',
                title: 'Who is in',
                render: audience => <Text size="sm">{audience.sentence}</Text>,
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}
