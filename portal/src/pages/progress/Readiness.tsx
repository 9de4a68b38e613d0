import { Card, Group, Stack, Text, Title } from '@mantine/core'
import type { PersonReadiness, RequirementStanding } from '@/api/model'
import { Ring } from '@/ui/Ring'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay, lastDayBefore } from '@/words/dates'
import { highestLevel, levelsHeldAndAsked } from '@/words/levels'
import { readinessState, requirementState, roleChoiceName } from '@/words/states'
import classes from './Readiness.module.css'

/** A level as four stones in a row: held, still needed, beyond what is asked for. */
export function LevelPips({ held, required }: { held: number; required: number }) {
  return (
    <span className={classes.pips} aria-hidden="true">
      {Array.from({ length: highestLevel }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the pips are the levels, in order
          key={index}
          className={classes.pip}
          data-held={index < held}
          data-needed={index < required}
        />
      ))}
    </span>
  )
}

function Requirement({ requirement }: { requirement: RequirementStanding }) {
  const required = requirement.required_level ?? 0
  return (
    <li className={classes.row}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Stack gap={3} miw={0}>
          <Text fw={560} size="sm" className="sentence">
            {requirement.name}
          </Text>
          {required ? (
            <Group gap={8} wrap="nowrap">
              <LevelPips held={requirement.held_level ?? 0} required={required} />
              <Text size="xs" c="dimmed">
                {levelsHeldAndAsked(requirement.held_level ?? 0, required)}
              </Text>
            </Group>
          ) : null}
        </Stack>
        <StateBadge state={requirementState(requirement.state)} size="sm" miw="fit-content" />
      </Group>
      <Text size="sm" c="dimmed" mt={4} className="sentence">
        {requirement.explanation}
      </Text>
    </li>
  )
}

/** Each requirement of a role with why it is met or not. */
export function Requirements({ readiness }: { readiness: PersonReadiness }) {
  return (
    <ul className={classes.list} aria-label={`Requirements of ${readiness.role_name}`}>
      {readiness.requirements.map(requirement => (
        <Requirement key={requirement.requirement_id} requirement={requirement} />
      ))}
    </ul>
  )
}

interface Props {
  readiness: PersonReadiness
  children?: React.ReactNode
}

/** How ready somebody is for a role, and why. */
export function ReadinessCard({ readiness, children }: Props) {
  return (
    <Card component="article" aria-label={`Readiness for ${readiness.role_name}`}>
      <Group wrap="nowrap" align="center" gap="lg" mb="md">
        <Ring
          done={readiness.met_count}
          needed={readiness.requirement_count}
          counts="requirements met"
          size={104}
        />
        <Stack gap={4}>
          <Text size="sm" c="dimmed">
            {roleChoiceName(readiness.role_choice ?? '')}
          </Text>
          <Title order={3} fz="lg">
            {readiness.role_name}
          </Title>
          <Group gap="xs">
            <StateBadge state={readinessState(readiness.state)} />
            {readiness.ready_until ? (
              <Text size="sm" c="dimmed">
                until {formatDay(lastDayBefore(readiness.ready_until))}
              </Text>
            ) : null}
          </Group>
        </Stack>
      </Group>
      <Text size="sm" mb="md">
        {readiness.explanation}
      </Text>
      {children}
      <Requirements readiness={readiness} />
    </Card>
  )
}
