import { Anchor, Card } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { stackQuery } from '@/api/queries'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { originName, stackRule } from '@/words/states'
import { GoalList } from './GoalList'

const route = getRouteApi('/catalogue/stacks/$stackId')

/** One stack with its members. */
export function StackPage() {
  const { stackId } = route.useParams()
  const stack = useQuery(stackQuery(stackId))
  return (
    <>
      <Anchor
        size="sm"
        mb="sm"
        display="inline-block"
        renderRoot={root => <Link {...root} to="/catalogue/stacks" />}
      >
        <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All stacks
      </Anchor>
      <Loaded query={stack} page>
        {data => (
          <>
            <PageHeader
              title={data.name}
              lead={[
                data.specialisation,
                stackRule(data.rule, data.required_count || data.members.length, data.members.length),
                originName(data.origin),
              ]
                .filter(Boolean)
                .join(' · ')}
            />
            <Card>
              <GoalList goals={data.members} ordered={data.rule === 'ordered'} />
            </Card>
          </>
        )}
      </Loaded>
    </>
  )
}
