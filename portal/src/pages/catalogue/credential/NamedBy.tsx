import { Card, List, SimpleGrid, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { rolesQuery, stacksQuery } from '@/api/queries'
import { RoleLink, StackLink } from '../links'
import { rolesNaming, stacksNaming } from './named-by'

function Names({ title, empty, children }: { title: string; empty: string; children: ReactNode[] }) {
  return (
    <Card component="section" aria-label={title}>
      <Title order={3} mb={6}>
        {title}
      </Title>
      {children.length ? (
        <List listStyleType="none" spacing={6}>
          {children}
        </List>
      ) : (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      )}
    </Card>
  )
}

/** The stacks that a credential is part of, and the roles that ask for it. */
export function NamedBy({ credentialId }: { credentialId: string }) {
  const stacks = useQuery(stacksQuery())
  const roles = useQuery(rolesQuery())
  if (!stacks.data || !roles.data) return null
  return (
    <section aria-labelledby="named">
      <Title order={2} id="named" mb="sm">
        Where it counts
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Names title="Stacks" empty="No stack names it.">
          {stacksNaming(credentialId, stacks.data).map(stack => (
            <List.Item key={stack.stack_id}>
              <StackLink id={stack.stack_id}>{stack.name}</StackLink>
            </List.Item>
          ))}
        </Names>
        <Names title="Roles" empty="No role asks for it by name.">
          {rolesNaming(credentialId, roles.data).map(role => (
            <List.Item key={role.role_id}>
              <RoleLink id={role.role_id}>{role.name}</RoleLink>
            </List.Item>
          ))}
        </Names>
      </SimpleGrid>
    </section>
  )
}
