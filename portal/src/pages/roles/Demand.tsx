import { Badge, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AlternativeDemand } from '@/api/model'
import { allCredentialsQuery, rolesQuery, skillsQuery, stacksQuery } from '@/api/queries'
import { formatMonths } from '@/words/experience'
import { levelMeaning, levelName } from '@/words/levels'
import { kindName } from '@/words/states'
import { CredentialLink, RoleLink, StackLink } from '../catalogue/links'
import { LevelPips } from '../progress/Readiness'

function SkillDemand({ skillId, level }: { skillId: string; level: number }) {
  const skills = useQuery(skillsQuery())
  return (
    <Stack gap={2}>
      <Text fw={560} className="sentence">
        {skills.data?.find(skill => skill.skill_id === skillId)?.name ?? skillId}
      </Text>
      <Group gap={8} wrap="nowrap">
        <LevelPips held={level} required={0} />
        <Text size="sm" c="dimmed">
          {levelName(level)}: {levelMeaning(level).toLowerCase()}
        </Text>
      </Group>
    </Stack>
  )
}

/** Nothing stands in for these, unless the role itself names another way. */
const alone = new Set(['licence', 'degree'])

function CredentialDemand({ credentialId }: { credentialId: string }) {
  const credentials = useQuery(allCredentialsQuery())
  const credential = credentials.data?.find(item => item.credential_id === credentialId)
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Text fw={560}>
          <CredentialLink id={credentialId}>{credential?.name ?? credentialId}</CredentialLink>
        </Text>
        {credential ? (
          <Badge size="sm" color={alone.has(credential.kind) ? 'lichen' : 'gray'}>
            {kindName(credential.kind)}
          </Badge>
        ) : null}
      </Group>
      {credential && alone.has(credential.kind) ? (
        <Text size="sm" c="dimmed">
          Nothing stands in for it but what the role names itself.
        </Text>
      ) : null}
    </Stack>
  )
}

function StackDemand({ stackId }: { stackId: string }) {
  const stacks = useQuery(stacksQuery())
  return (
    <Group gap="xs">
      <Text fw={560}>
        <StackLink id={stackId}>
          {stacks.data?.find(stack => stack.stack_id === stackId)?.name ?? stackId}
        </StackLink>
      </Text>
      <Badge size="sm" color="gray">
        Stack, complete
      </Badge>
    </Group>
  )
}

function ExperienceDemand({ months, roleId }: { months: number; roleId: string | null | undefined }) {
  const roles = useQuery(rolesQuery())
  return (
    <Text fw={560}>
      {formatMonths(months)} of experience
      {roleId ? (
        <>
          {' as '}
          <RoleLink id={roleId}>{roles.data?.find(role => role.role_id === roleId)?.name ?? roleId}</RoleLink>
        </>
      ) : null}
    </Text>
  )
}

/** One thing that a role asks for, or one part of a way to meet a requirement. */
export function Demand({ demand }: { demand: AlternativeDemand }) {
  if (demand.skill) return <SkillDemand skillId={demand.skill.skill_id} level={demand.skill.level} />
  if (demand.credential_id) return <CredentialDemand credentialId={demand.credential_id} />
  if (demand.stack_id) return <StackDemand stackId={demand.stack_id} />
  if (demand.experience) {
    return <ExperienceDemand months={demand.experience.months} roleId={demand.experience.role_id} />
  }
  if (demand.time_in_role) {
    return <Text fw={560}>{formatMonths(demand.time_in_role.months)} in the present role</Text>
  }
  return <Text c="dimmed">Something that this page does not know yet</Text>
}
