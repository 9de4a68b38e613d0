import { Badge, Card, Group, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Credential, CredentialKind } from '@/api/model'
import { credentialPagesQuery, issuersQuery, skillsQuery } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { MorePages } from '@/ui/MorePages'
import { levelName } from '@/words/levels'
import { credentialKinds, kindName } from '@/words/states'
import { formatValidity } from '@/words/validity'
import { CatalogueFrame } from './CatalogueFrame'
import { type CredentialSearch, credentialFilter } from './credential-search'
import { CredentialLink } from './links'

const route = getRouteApi('/catalogue/credentials')
const shownSkills = 3

interface CardProps {
  credential: Credential
  issuerName: string
  skillName(id: string): string
}

function CredentialCard({ credential, issuerName, skillName }: CardProps) {
  const more = credential.skills_granted.length - shownSkills
  return (
    <Card component="article" padding="md" aria-label={credential.name}>
      <Stack gap={10} h="100%" justify="space-between">
        <Stack gap={4}>
          <Text size="sm" c="dimmed">
            {issuerName}
          </Text>
          <Title order={2} size="h3">
            <CredentialLink id={credential.credential_id}>{credential.name}</CredentialLink>
          </Title>
        </Stack>
        <Stack gap={10}>
          <Text size="sm">
            {credential.skills_granted
              .slice(0, shownSkills)
              .map(granted => `${skillName(granted.skill_id)} (${levelName(granted.level)})`)
              .join(', ')}
            {more > 0 ? ` and ${more} more` : ''}
          </Text>
          <Group gap={6}>
            <Badge color="gray" variant="light">
              {kindName(credential.kind)}
            </Badge>
            <Text size="xs" c="dimmed">
              {[
                credential.effort_hours ? `${credential.effort_hours} hours` : null,
                credential.validity ? `Valid ${formatValidity(credential.validity)}` : 'Never ends',
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </Group>
        </Stack>
      </Stack>
    </Card>
  )
}

/** Credentials with search and filters. */
export function CredentialsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [text, setText] = useState(search.q ?? '')
  const issuers = useQuery(issuersQuery())
  const skills = useQuery(skillsQuery())
  const credentials = useInfiniteQuery(credentialPagesQuery(credentialFilter(search)))
  const change = (part: { [field in keyof CredentialSearch]?: CredentialSearch[field] | null | undefined }) =>
    navigate({
      search: previous =>
        Object.fromEntries(
          Object.entries({ ...previous, ...part }).filter(([, value]) => value),
        ) as CredentialSearch,
      replace: true,
    })
  const searchSoon = useDebouncedCallback((q: string) => change({ q: q.trim() }), 250)
  const issuerNames = new Map(issuers.data?.map(item => [item.issuer_id, item.name]))
  const skillNames = new Map(skills.data?.map(item => [item.skill_id, item.name]))
  return (
    <CatalogueFrame title="Catalogue" lead="What can be earned, what it proves, what it takes.">
      <Group gap="sm" mb="lg" role="search" aria-label="Credentials">
        <TextInput
          aria-label="Search credentials"
          placeholder="Search by name"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={event => {
            setText(event.currentTarget.value)
            searchSoon(event.currentTarget.value)
          }}
          w={{ base: '100%', xs: 260 }}
        />
        <Select
          aria-label="Kind"
          placeholder="All kinds"
          clearable
          value={search.kind ?? null}
          onChange={kind => change({ kind: kind as CredentialKind | null })}
          data={credentialKinds.map(kind => ({ ...kind }))}
          w={{ base: '100%', xs: 220 }}
        />
        <Select
          aria-label="Issuer"
          placeholder="All issuers"
          clearable
          searchable
          value={search.issuer ?? null}
          onChange={issuer => change({ issuer })}
          data={(issuers.data ?? []).map(item => ({ value: item.issuer_id, label: item.name }))}
          w={{ base: '100%', xs: 220 }}
        />
        <Select
          aria-label="Skill"
          placeholder="All skills"
          clearable
          searchable
          limit={60}
          value={search.skill ?? null}
          onChange={skill => change({ skill })}
          data={(skills.data ?? []).map(item => ({ value: item.skill_id, label: item.name }))}
          w={{ base: '100%', xs: 240 }}
        />
      </Group>
      <Loaded query={credentials} bars={5}>
        {data => {
          const items = data.pages.flatMap(page => page.items)
          if (!items.length) {
            return (
              <Card>
                <Empty title="Nothing fits">Try fewer filters or another word.</Empty>
              </Card>
            )
          }
          return (
            <>
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
                {items.map(credential => (
                  <CredentialCard
                    key={credential.credential_id}
                    credential={credential}
                    issuerName={issuerNames.get(credential.issuer_id) ?? credential.issuer_id}
                    skillName={id => skillNames.get(id) ?? id}
                  />
                ))}
              </SimpleGrid>
              <MorePages list={credentials}>Show more credentials</MorePages>
            </>
          )
        }}
      </Loaded>
    </CatalogueFrame>
  )
}
