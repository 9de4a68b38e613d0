import { Card, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { laddersQuery, roleQuery } from '@/api/catalogue-facts'
import { Loaded } from '@/ui/Loaded'
import { OutsideLink } from '@/ui/OutsideLink'
import { PageHeader } from '@/ui/PageHeader'
import { ladderKindName, requirementCounts } from '@/words/requirements'
import { originName } from '@/words/states'
import { BackLink } from '../catalogue/BackLink'
import { LifeNotice } from '../catalogue/LifeNotice'
import { LadderLink } from '../catalogue/links'
import { roles } from '../curation/kinds'
import { LifeButtons } from '../curation/LifeButtons'
import { RequirementList } from './RequirementList'

const route = getRouteApi('/catalogue/roles/$roleId')

function LaddersOf({ roleId }: { roleId: string }) {
  const ladders = useQuery(laddersQuery())
  const found = ladders.data?.filter(ladder => ladder.role_ids.includes(roleId)) ?? []
  if (!found.length) return null
  return (
    <section aria-labelledby="ladders">
      <Title order={2} id="ladders" mb="sm">
        On these ladders
      </Title>
      <Card>
        <List listStyleType="none" spacing={6}>
          {found.map(ladder => (
            <List.Item key={ladder.ladder_id}>
              <LadderLink id={ladder.ladder_id}>{ladder.name}</LadderLink>
              <Text size="sm" c="dimmed">
                {ladderKindName(ladder.kind)}, rung {ladder.role_ids.indexOf(roleId) + 1} of{' '}
                {ladder.role_ids.length}
              </Text>
            </List.Item>
          ))}
        </List>
      </Card>
    </section>
  )
}

/** One role: what it asks for as a must, what helps, and on which ladders it is a rung. */
export function RolePage() {
  const { roleId } = route.useParams()
  const role = useQuery(roleQuery(roleId))
  return (
    <>
      <BackLink to="/catalogue/roles">All roles</BackLink>
      <Loaded query={role} page>
        {data => (
          <>
            <PageHeader
              title={data.name}
              lead={[data.description, requirementCounts(data.requirements), originName(data.origin)]
                .filter(Boolean)
                .join(' · ')}
              actions={<LifeButtons kind={roles} entry={data} />}
            />
            <LifeNotice life={data.lifecycle} />
            <Stack gap="lg">
              <RequirementList
                title="Must-haves"
                requirements={data.requirements.filter(each => !each.weight)}
              />
              <RequirementList
                title="What helps"
                requirements={data.requirements.filter(each => each.weight)}
              />
              <LaddersOf roleId={roleId} />
              {data.occupation_uri ? (
                <Text size="sm" c="dimmed">
                  Made from the ESCO occupation{' '}
                  <OutsideLink href={data.occupation_uri}>{data.occupation_uri}</OutsideLink>
                </Text>
              ) : null}
            </Stack>
          </>
        )}
      </Loaded>
    </>
  )
}
