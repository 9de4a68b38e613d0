import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { learningPathsQuery } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PathCairn } from '@/ui/PathCairn'
import { CatalogueFrame } from './CatalogueFrame'
import { GoalList } from './GoalList'
import { PathLink } from './links'

/** Every learning path with its steps. */
export function PathsPage() {
  const paths = useQuery(learningPathsQuery())
  return (
    <CatalogueFrame title="Learning paths" lead="Ordered steps that a manager assigns.">
      <Loaded query={paths}>
        {data =>
          data.length ? (
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              {data.map(path => (
                <Card key={path.path_id} component="article" aria-label={path.name}>
                  <Group wrap="nowrap" align="flex-start" gap="md" mb="md">
                    <div aria-hidden="true">
                      <PathCairn states={path.steps.map(() => '')} width={72} height={64} />
                    </div>
                    <Stack gap={2}>
                      <Title order={2} size="h3">
                        <PathLink id={path.path_id}>{path.name}</PathLink>
                      </Title>
                      <Text size="sm" c="dimmed">
                        {path.description}
                      </Text>
                    </Stack>
                  </Group>
                  <GoalList goals={path.steps} ordered />
                </Card>
              ))}
            </SimpleGrid>
          ) : (
            <Card>
              <Empty title="No learning path yet" />
            </Card>
          )
        }
      </Loaded>
    </CatalogueFrame>
  )
}
