import { Card } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ladderQuery } from '@/api/catalogue-facts'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ladderKindName } from '@/words/requirements'
import { originName } from '@/words/states'
import { BackLink } from '../catalogue/BackLink'
import { LifeNotice } from '../catalogue/LifeNotice'
import { EntryActions } from '../curation/EntryActions'
import { ladders } from '../curation/kinds'
import { Rungs } from './Rungs'

const route = getRouteApi('/catalogue/ladders/$ladderId')

/** One ladder with its rungs. */
export function LadderPage() {
  const { ladderId } = route.useParams()
  const ladder = useQuery(ladderQuery(ladderId))
  return (
    <>
      <BackLink to="/catalogue/ladders">All ladders</BackLink>
      <Loaded query={ladder} page>
        {data => (
          <>
            <PageHeader
              title={data.name}
              lead={[
                ladderKindName(data.kind),
                `${data.role_ids.length} rungs`,
                originName(data.origin),
              ].join(' · ')}
              actions={
                <EntryActions
                  kind={ladders}
                  entry={data}
                  edit={{ to: '/catalogue/ladders/$ladderId/edit', params: { ladderId } }}
                  label="Arrange"
                />
              }
            />
            <LifeNotice life={data.lifecycle} />
            <Card maw={820}>
              <Rungs roleIds={data.role_ids} />
            </Card>
          </>
        )}
      </Loaded>
    </>
  )
}
