import { Card, Chip, Grid, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { searchPagesQuery } from '@/api/search'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { MorePages } from '@/ui/MorePages'
import { searchedKinds } from '@/words/facets'
import { CatalogueFrame } from './CatalogueFrame'
import { FacetList } from './FacetList'
import { HitCard } from './HitCard'
import { asAsked, type FacetName, readSearchAddress, type SearchAddress, toggled } from './search-address'

const route = getRouteApi('/catalogue/search')

/** Everything in the catalogue, found by words that forgive typing errors and narrowed down by facets. */
export function SearchPage() {
  const address = route.useSearch()
  const navigate = route.useNavigate()
  return <Search address={address} onChange={next => navigate({ search: next, replace: true })} />
}

interface Props {
  address: SearchAddress
  onChange(address: SearchAddress): void
}

/** The search, wherever its address is kept. */
export function Search({ address, onChange }: Props) {
  const [text, setText] = useState(address.q ?? '')
  const pages = useInfiniteQuery(searchPagesQuery(asAsked(address)))
  const searchSoon = useDebouncedCallback(
    (q: string) => onChange(readSearchAddress({ ...address, q: q.trim() })),
    250,
  )
  const toggle = (facet: FacetName) => (value: string) => onChange(toggled(address, facet, value))
  return (
    <CatalogueFrame
      title="Search"
      lead="Credentials, skills, roles, stacks and paths; a typing error is forgiven."
    >
      <Stack gap="sm" mb="lg" role="search" aria-label="Catalogue">
        <TextInput
          aria-label="Search the catalogue"
          placeholder="Project management, kubernetes, PMP …"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={event => {
            setText(event.currentTarget.value)
            searchSoon(event.currentTarget.value)
          }}
          maw={520}
        />
        <Group gap={6} role="group" aria-label="What to find">
          {searchedKinds.map(({ value, label }) => (
            <Chip
              key={value}
              size="xs"
              checked={address.what?.includes(value) ?? false}
              onChange={() => toggle('what')(value)}
            >
              {label}
            </Chip>
          ))}
        </Group>
      </Stack>
      <Loaded query={pages} bars={5}>
        {({ pages: loaded }) => {
          const [first] = loaded
          const hits = loaded.flatMap(page => page.items)
          return (
            <Grid gap="lg">
              <Grid.Col span={{ base: 12, sm: 4, lg: 3 }}>
                <Stack gap="md" role="group" aria-label="Narrow down">
                  {first?.facets.map(facet => (
                    <FacetList
                      key={facet.facet}
                      facet={facet}
                      chosen={address[facet.facet] ?? []}
                      onToggle={toggle(facet.facet)}
                    />
                  ))}
                </Stack>
              </Grid.Col>
              <Grid.Col span={{ base: 12, sm: 8, lg: 9 }}>
                <Text size="sm" c="dimmed" mb="sm" role="status">
                  {first?.total === 1 ? '1 found' : `${first?.total ?? 0} found`}
                </Text>
                {hits.length ? (
                  <Stack gap="sm">
                    {hits.map(hit => (
                      <HitCard key={hitKey(hit)} hit={hit} />
                    ))}
                  </Stack>
                ) : (
                  <Card>
                    <Empty title="Nothing fits">Try fewer filters or another word.</Empty>
                  </Card>
                )}
                <MorePages list={pages}>Show more</MorePages>
              </Grid.Col>
            </Grid>
          )
        }}
      </Loaded>
    </CatalogueFrame>
  )
}

function hitKey({
  credential,
  skill,
  role,
  stack,
  learning_path,
}: Parameters<typeof HitCard>[0]['hit']): string {
  return [
    credential?.credential_id,
    skill?.skill_id,
    role?.role_id,
    stack?.stack_id,
    learning_path?.path_id,
  ].join('/')
}
