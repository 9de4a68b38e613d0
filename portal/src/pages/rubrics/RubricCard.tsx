import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RubricCriterion } from '@/api/model'
import { selfQuery } from '@/api/queries'
import { rubricsQuery } from '@/api/rubrics'
import { seesEverybody } from '@/app/navigation'
import { pointsWords } from '@/words/points'
import { currentVersion } from './rubric-form'

function Criterion({ criterion }: { criterion: RubricCriterion }) {
  return (
    <li>
      <Text fw={560}>{criterion.name}</Text>
      <Stack component="ul" gap={2} m={0} pl="md">
        {criterion.levels.map(({ points, description }) => (
          <Text key={points} component="li" size="sm">
            {pointsWords(points)}
            {description ? `: ${description}` : ''}
          </Text>
        ))}
      </Stack>
    </li>
  )
}

/** By what claims of a credential are looked at, and the way to change it; nothing where there is nothing to say. */
export function RubricCard({ credentialId }: { credentialId: string }) {
  const self = useQuery(selfQuery())
  const rubrics = useQuery(rubricsQuery())
  const mayState = Boolean(self.data && seesEverybody(self.data))
  const rubric = rubrics.data?.find(each => each.credential_id === credentialId)
  const version = rubric ? currentVersion(rubric) : undefined
  if (!rubrics.data || (!version && !mayState)) return null
  return (
    <section aria-labelledby="rubric">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="rubric">
          Rubric
        </Title>
        {mayState ? (
          <Button
            variant="default"
            size="compact-sm"
            renderRoot={root => (
              <Link {...root} to="/catalogue/credentials/$credentialId/rubric" params={{ credentialId }} />
            )}
          >
            {version ? 'Change the rubric' : 'Make a rubric'}
          </Button>
        ) : null}
      </Group>
      <Card>
        {version ? (
          <Stack gap="md">
            <Text size="sm">
              Claims are verified by this rubric, version {version.number}.{' '}
              {pointsWords(version.passing_points)} {version.passing_points === 1 ? 'is' : 'are'} needed to
              pass.
            </Text>
            <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
              {version.criteria.map(criterion => (
                <Criterion key={criterion.criterion_id} criterion={criterion} />
              ))}
            </Stack>
          </Stack>
        ) : (
          <Text size="sm" c="dimmed">
            Without a rubric a claim is verified by its evidence alone. With one, a reviewer fills it in.
          </Text>
        )}
      </Card>
    </section>
  )
}
