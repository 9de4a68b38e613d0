import { Badge, Card, Group, Stack, Text, Title } from '@mantine/core'
import type { Alternative, RoleRequirement } from '@/api/model'
import { weightName } from '@/words/requirements'
import { Demand } from './Demand'
import classes from './roles.module.css'

function Ways({ alternatives }: { alternatives: readonly Alternative[] }) {
  return (
    <Stack gap={8}>
      <Text size="sm" c="dimmed">
        One of these ways
      </Text>
      <ul className={classes.ways}>
        {alternatives.map((alternative, way) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way has no identity but its place
          <li key={way} className={classes.way}>
            {alternative.all_of.map((demand, part) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: neither has a part of it
              <div key={part}>
                {part ? (
                  <Text size="sm" c="dimmed" my={4}>
                    and
                  </Text>
                ) : null}
                <Demand demand={demand} />
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Stack>
  )
}

interface Props {
  title: string
  requirements: readonly RoleRequirement[]
}

/** Requirements of one kind, must-haves or such as help; nothing where there are none. */
export function RequirementList({ title, requirements }: Props) {
  if (!requirements.length) return null
  return (
    <section aria-label={title}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      <Card py={4}>
        <ul className={classes.requirements}>
          {requirements.map(requirement => (
            <li key={requirement.requirement_id} className={classes.requirement}>
              <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
                {requirement.any_of ? (
                  <Ways alternatives={requirement.any_of.alternatives} />
                ) : (
                  <Demand demand={requirement} />
                )}
                {requirement.weight ? (
                  <Badge color="gray" variant="light" style={{ flex: 'none' }}>
                    {weightName(requirement.weight)}
                  </Badge>
                ) : null}
              </Group>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  )
}
