import { Badge, Card, Group, SimpleGrid, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { laddersQuery } from '@/api/catalogue-facts'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ladderKindName } from '@/words/requirements'
import { CatalogueFrame } from '../catalogue/CatalogueFrame'
import { LadderLink } from '../catalogue/links'
import { NewButton } from '../curation/NewButton'
import { Rungs } from './Rungs'

/** Every ladder with its rungs. */
export function LaddersPage() {
  const ladders = useQuery(laddersQuery())
  return (
    <CatalogueFrame
      title="Ladders"
      lead="Which role comes after which: promotions, first jobs, changes of career."
      actions={<NewButton to="/catalogue/ladders/new">New ladder</NewButton>}
    >
      <Loaded query={ladders}>
        {data =>
          data.length ? (
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              {data.map(ladder => (
                <Card key={ladder.ladder_id} component="article" aria-label={ladder.name}>
                  <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
                    <div>
                      <Title order={2} size="h3">
                        <LadderLink id={ladder.ladder_id}>{ladder.name}</LadderLink>
                      </Title>
                      <Text size="sm" c="dimmed">
                        {ladderKindName(ladder.kind)}
                      </Text>
                    </div>
                    {ladder.lifecycle?.state === 'draft' ? <Badge color="gentian">Draft</Badge> : null}
                  </Group>
                  <Rungs roleIds={ladder.role_ids} />
                </Card>
              ))}
            </SimpleGrid>
          ) : (
            <Card>
              <Empty title="No ladder yet" />
            </Card>
          )
        }
      </Loaded>
    </CatalogueFrame>
  )
}
