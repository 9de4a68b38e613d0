import { Badge, Card, Group, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '@/api/model'
import { rolesQuery } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { requirementCounts } from '@/words/requirements'
import { CatalogueFrame } from '../catalogue/CatalogueFrame'
import { RoleLink } from '../catalogue/links'

function RoleCard({ role }: { role: Role }) {
  return (
    <Card component="article" padding="md" aria-label={role.name}>
      <Stack gap={6} h="100%" justify="space-between">
        <Stack gap={4}>
          <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
            <Title order={2} size="h3">
              <RoleLink id={role.role_id}>{role.name}</RoleLink>
            </Title>
            {role.lifecycle?.state === 'draft' ? <Badge color="gentian">Draft</Badge> : null}
          </Group>
          {role.description ? <Text size="sm">{role.description}</Text> : null}
        </Stack>
        <Text size="xs" c="dimmed">
          {requirementCounts(role.requirements)}
        </Text>
      </Stack>
    </Card>
  )
}

/** Every role, found by a part of its name. */
export function RolesPage() {
  const roles = useQuery(rolesQuery())
  const [text, setText] = useState('')
  const sought = text.trim().toLowerCase()
  return (
    <CatalogueFrame title="Roles" lead="What each job asks for: skills, credentials, experience.">
      <TextInput
        aria-label="Search roles"
        placeholder="Search by name"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        w={{ base: '100%', xs: 260 }}
        mb="lg"
      />
      <Loaded query={roles} bars={5}>
        {data => {
          const found = data.filter(role => role.name.toLowerCase().includes(sought))
          return found.length ? (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
              {found.map(role => (
                <RoleCard key={role.role_id} role={role} />
              ))}
            </SimpleGrid>
          ) : (
            <Card>
              <Empty title={data.length ? 'Nothing fits' : 'No role yet'} />
            </Card>
          )
        }}
      </Loaded>
    </CatalogueFrame>
  )
}
