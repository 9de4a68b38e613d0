import { ActionIcon, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { credentialQuery, skillQuery } from '@/api/queries'
import { highestLevel, levelName } from '@/words/levels'
import { mostRequirements, usualLevel, type WantedPart } from './goal-address'
import classes from './Plans.module.css'
import { SkillAdder } from './SkillAdder'

const levels = Array.from({ length: highestLevel }, (_, index) => ({
  value: String(index + 1),
  label: levelName(index + 1),
}))

interface RowProps {
  part: WantedPart
  name: string
  onChange(part: WantedPart): void
  onRemove(): void
}

function Row({ part, name, onChange, onRemove }: RowProps) {
  return (
    <Group component="li" className={classes.part ?? ''} gap={6} wrap="nowrap">
      <Stack gap={4} flex={1} miw={0}>
        <Text size="sm" fw={560} className="sentence">
          {name}
        </Text>
        <Group gap={6} grow>
          {part.skillId ? (
            <NativeSelect
              size="xs"
              aria-label={`Level of ${name}`}
              data={levels}
              value={String(part.level)}
              onChange={event => onChange({ ...part, level: Number(event.currentTarget.value) })}
            />
          ) : null}
          <NativeSelect
            size="xs"
            aria-label={`Weight of ${name}`}
            data={[
              { value: 'must', label: 'Must-have' },
              { value: 'helps', label: part.weight ? `Helps (${part.weight})` : 'Helps' },
            ]}
            value={part.weight ? 'helps' : 'must'}
            onChange={event =>
              onChange({ ...part, weight: event.currentTarget.value === 'must' ? null : (part.weight ?? 50) })
            }
          />
        </Group>
      </Stack>
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </Group>
  )
}

interface Props {
  parts: readonly WantedPart[]
  error?: React.ReactNode
  onChange(parts: WantedPart[]): void
}

const idOf = (part: WantedPart) => part.skillId ?? part.credentialId ?? ''

/** The skills and credentials that a plan is for. */
export function WantedParts({ parts, error, onChange }: Props) {
  const skills = useQueries({
    queries: parts.flatMap(({ skillId }) => (skillId ? [skillQuery(skillId)] : [])),
  })
  const credentials = useQueries({
    queries: parts.flatMap(({ credentialId }) => (credentialId ? [credentialQuery(credentialId)] : [])),
  })
  const names = new Map([
    ...skills.flatMap(({ data }) => (data ? [[data.skill_id, data.name] as const] : [])),
    ...credentials.flatMap(({ data }) => (data ? [[data.credential_id, data.name] as const] : [])),
  ])
  return (
    <Stack gap="xs">
      {parts.length < mostRequirements ? (
        <SkillAdder
          error={error}
          onAdd={skillId =>
            parts.some(part => part.skillId === skillId)
              ? undefined
              : onChange([...parts, { skillId, credentialId: null, level: usualLevel, weight: null }])
          }
        />
      ) : null}
      <ul className={classes.parts} aria-label="What is wanted">
        {parts.map(part => (
          <Row
            key={idOf(part)}
            part={part}
            name={names.get(idOf(part)) ?? idOf(part)}
            onChange={changed => onChange(parts.map(each => (each === part ? changed : each)))}
            onRemove={() => onChange(parts.filter(each => each !== part))}
          />
        ))}
      </ul>
    </Stack>
  )
}
