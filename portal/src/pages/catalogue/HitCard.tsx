import { Badge, Card, Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SearchHit } from '@/api/model'
import { formatCost } from '@/words/money'
import { kindName, stackRule } from '@/words/states'
import { formatValidity } from '@/words/validity'
import { CredentialLink, PathLink, RoleLink, StackLink } from './links'

interface FrameProps {
  what: string
  name: string
  title?: ReactNode
  children?: ReactNode
}

function Hit({ what, name, title, children }: FrameProps) {
  return (
    <Card component="article" padding="md" aria-label={name}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Title order={2} size="h4">
          {title ?? name}
        </Title>
        <Badge color="gray" variant="light" style={{ flexShrink: 0 }}>
          {what}
        </Badge>
      </Group>
      {children ? (
        <Text size="sm" c="dimmed" mt={4}>
          {children}
        </Text>
      ) : null}
    </Card>
  )
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

/** One thing that was found, whatever its kind. */
export function HitCard({ hit }: { hit: SearchHit }) {
  if (hit.credential) {
    const { credential_id, name, kind, effort_hours, cost, validity } = hit.credential
    return (
      <Hit
        what={kindName(kind)}
        name={name}
        title={<CredentialLink id={credential_id}>{name}</CredentialLink>}
      >
        {[
          formatCost(cost),
          effort_hours ? `${effort_hours} hours` : null,
          validity ? `Valid ${formatValidity(validity)}` : 'Never ends',
        ]
          .filter(Boolean)
          .join(' · ')}
      </Hit>
    )
  }
  if (hit.stack) {
    const { stack_id, name, specialisation, rule, required_count, members } = hit.stack
    return (
      <Hit what="Stack" name={name} title={<StackLink id={stack_id}>{name}</StackLink>}>
        {[specialisation, stackRule(rule, required_count || members.length, members.length)]
          .filter(Boolean)
          .join(' · ')}
      </Hit>
    )
  }
  if (hit.learning_path) {
    const { path_id, name, description, steps } = hit.learning_path
    return (
      <Hit what="Learning path" name={name} title={<PathLink id={path_id}>{name}</PathLink>}>
        {[description, count(steps.length, 'step', 'steps')].filter(Boolean).join(' · ')}
      </Hit>
    )
  }
  if (hit.role) {
    const { role_id, name, description, requirements } = hit.role
    return (
      <Hit what="Role" name={name} title={<RoleLink id={role_id}>{name}</RoleLink>}>
        {[description, count(requirements.length, 'requirement', 'requirements')].filter(Boolean).join(' · ')}
      </Hit>
    )
  }
  if (hit.skill) {
    return (
      <Hit what="Skill" name={hit.skill.name}>
        {hit.skill.aliases.slice(0, 4).join(', ')}
      </Hit>
    )
  }
  return null
}
