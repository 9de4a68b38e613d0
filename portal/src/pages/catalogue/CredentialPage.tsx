import { Anchor, Badge, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { credentialQuery, issuersQuery, platformsQuery, skillsQuery } from '@/api/queries'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { levelMeaning, levelName } from '@/words/levels'
import { formatCost } from '@/words/money'
import { kindName, originName } from '@/words/states'
import { formatValidity } from '@/words/validity'
import { LevelPips } from '../progress/Readiness'

const route = getRouteApi('/catalogue/credentials/$credentialId')

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} fw={540}>
        {children}
      </Text>
    </div>
  )
}

/** One credential: who issues it, what it proves, what it takes, how long it lasts. */
export function CredentialPage() {
  const { credentialId } = route.useParams()
  const credential = useQuery(credentialQuery(credentialId))
  const issuers = useQuery(issuersQuery())
  const platforms = useQuery(platformsQuery())
  const skills = useQuery(skillsQuery())
  return (
    <>
      <Anchor
        size="sm"
        mb="sm"
        display="inline-block"
        renderRoot={root => <Link {...root} to="/catalogue/credentials" />}
      >
        <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All credentials
      </Anchor>
      <Loaded query={credential} page>
        {data => {
          const issuer = issuers.data?.find(item => item.issuer_id === data.issuer_id)
          const platform = platforms.data?.find(item => item.platform_id === data.platform_id)
          return (
            <>
              <PageHeader
                title={data.name}
                lead={
                  <Group gap="xs">
                    <Text span>{issuer?.name ?? data.issuer_id}</Text>
                    <Badge color="gray">{kindName(data.kind)}</Badge>
                    {data.illustrative ? <Badge color="lichen">Illustrative</Badge> : null}
                  </Group>
                }
              />
              <Stack gap="lg">
                <Card>
                  <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: 3 }} spacing="lg">
                    <Fact label="Issuer">{issuer?.name ?? data.issuer_id}</Fact>
                    <Fact label="Platform">{platform?.name ?? data.platform_id ?? 'No one place'}</Fact>
                    <Fact label="Effort">{data.effort_hours ? `${data.effort_hours} hours` : 'Unknown'}</Fact>
                    <Fact label="Cost">{formatCost(data.cost)}</Fact>
                    <Fact label="Validity">{formatValidity(data.validity)}</Fact>
                    <Fact label="From">{originName(data.origin)}</Fact>
                  </SimpleGrid>
                </Card>
                <section aria-labelledby="granted">
                  <Title order={2} id="granted" mb="sm">
                    What it proves
                  </Title>
                  <Card>
                    {data.skills_granted.length ? (
                      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
                        {data.skills_granted.map(granted => (
                          <Group component="li" key={granted.skill_id} gap="md" wrap="nowrap" align="center">
                            <LevelPips held={granted.level} required={0} />
                            <div>
                              <Text fw={560} className="sentence">
                                {skills.data?.find(skill => skill.skill_id === granted.skill_id)?.name ??
                                  granted.skill_id}
                              </Text>
                              <Text size="sm" c="dimmed">
                                {levelName(granted.level)}: {levelMeaning(granted.level).toLowerCase()}
                              </Text>
                            </div>
                          </Group>
                        ))}
                      </Stack>
                    ) : (
                      <Text size="sm" c="dimmed">
                        It grants no skill by itself; roles can ask for it by name.
                      </Text>
                    )}
                  </Card>
                </section>
                <Text size="sm" c="dimmed">
                  {data.website && /^https?:\/\//i.test(data.website) ? (
                    <>
                      <Anchor
                        href={data.website}
                        target="_blank"
                        rel="noreferrer noopener"
                        size="sm"
                        underline="always"
                      >
                        Page of the issuer{' '}
                        <IconExternalLink
                          size={13}
                          aria-label="opens in a new tab"
                          style={{ verticalAlign: '-2px' }}
                        />
                      </Anchor>
                      {' · '}
                    </>
                  ) : null}
                  {data.illustrative ? 'Illustrative: some of the facts are a good guess. ' : ''}
                  {data.source_note ? `Source: ${data.source_note}` : ''}
                </Text>
              </Stack>
            </>
          )
        }}
      </Loaded>
    </>
  )
}
