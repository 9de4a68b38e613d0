import { Card } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { stackQuery } from '@/api/queries'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { originName, stackRule } from '@/words/states'
import { EntryActions } from '../curation/EntryActions'
import { stacks } from '../curation/kinds'
import { BackLink } from './BackLink'
import { GoalList } from './GoalList'
import { LifeNotice } from './LifeNotice'

const route = getRouteApi('/catalogue/stacks/$stackId')

/** One stack with its members. */
export function StackPage() {
  const { stackId } = route.useParams()
  const stack = useQuery(stackQuery(stackId))
  return (
    <>
      <BackLink to="/catalogue/stacks">All stacks</BackLink>
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
              actions={
                <EntryActions
                  kind={stacks}
                  entry={data}
                  edit={{ to: '/catalogue/stacks/$stackId/edit', params: { stackId } }}
                  label="Edit"
                />
              }
            />
            <LifeNotice life={data.lifecycle} />
            <Card>
              <GoalList goals={data.members} ordered={data.rule === 'ordered'} />
            </Card>
          </>
        )}
      </Loaded>
    </>
  )
}
