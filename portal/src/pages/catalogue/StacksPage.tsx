import { Badge, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { stacksQuery } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Ring } from '@/ui/Ring'
import { stackRule } from '@/words/states'
import { NewButton } from '../curation/NewButton'
import { CatalogueFrame } from './CatalogueFrame'
import { GoalList } from './GoalList'
import { StackLink } from './links'

/** Every stack with its members. */
export function StacksPage() {
  const stacks = useQuery(stacksQuery())
  return (
    <CatalogueFrame
      title="Stacks"
      lead="Curated sets of credentials that deepen one specialisation."
      actions={<NewButton to="/catalogue/stacks/new">New stack</NewButton>}
    >
      <Loaded query={stacks}>
        {data =>
          data.length ? (
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              {data.map(stack => {
                const needed = stack.required_count || stack.members.length
                return (
                  <Card key={stack.stack_id} component="article" aria-label={stack.name}>
                    <Group wrap="nowrap" align="flex-start" gap="md" mb="md">
                      <div aria-hidden="true">
                        <Ring done={0} needed={needed} counts="members" size={64} />
                      </div>
                      <Stack gap={2}>
                        <Group gap="xs">
                          <Title order={2} size="h3">
                            <StackLink id={stack.stack_id}>{stack.name}</StackLink>
                          </Title>
                          {stack.lifecycle?.state === 'draft' ? <Badge color="gentian">Draft</Badge> : null}
                        </Group>
                        <Text size="sm" c="dimmed">
                          {[stack.specialisation, stackRule(stack.rule, needed, stack.members.length)]
                            .filter(Boolean)
                            .join(' · ')}
                        </Text>
                      </Stack>
                    </Group>
                    <GoalList goals={stack.members} ordered={stack.rule === 'ordered'} />
                  </Card>
                )
              })}
            </SimpleGrid>
          ) : (
            <Card>
              <Empty title="No stack yet" />
            </Card>
          )
        }
      </Loaded>
    </CatalogueFrame>
  )
}
