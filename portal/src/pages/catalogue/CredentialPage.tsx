import { Badge, Card, Grid, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Credential } from '@/api/model'
import { credentialQuery, issuersQuery, platformsQuery } from '@/api/queries'
import { Loaded } from '@/ui/Loaded'
import { OutsideLink } from '@/ui/OutsideLink'
import { PageHeader } from '@/ui/PageHeader'
import { formatIntensity } from '@/words/intensity'
import { formatCost } from '@/words/money'
import { kindName, originName } from '@/words/states'
import { formatValidity } from '@/words/validity'
import { AskButton } from '../requests/AskButton'
import { RubricCard } from '../rubrics/RubricCard'
import { BackLink } from './BackLink'
import { GrantedSkills } from './credential/GrantedSkills'
import { HoldingCostCard } from './credential/HoldingCostCard'
import { NamedBy } from './credential/NamedBy'
import { Prerequisites } from './credential/Prerequisites'
import { QualityCard } from './credential/QualityCard'
import { LifeNotice } from './LifeNotice'

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

function Facts({ credential, issuerName }: { credential: Credential; issuerName: string }) {
  const platforms = useQuery(platformsQuery())
  const platform = platforms.data?.find(item => item.platform_id === credential.platform_id)
  const intensity = formatIntensity(credential.intensity)
  return (
    <Card>
      <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: 3 }} spacing="lg">
        <Fact label="Issuer">{issuerName}</Fact>
        <Fact label="Platform">{platform?.name ?? credential.platform_id ?? 'No one place'}</Fact>
        <Fact label="Effort">{credential.effort_hours ? `${credential.effort_hours} hours` : 'Unknown'}</Fact>
        <Fact label="Cost">{formatCost(credential.cost)}</Fact>
        <Fact label="Validity">{formatValidity(credential.validity)}</Fact>
        {credential.post_nominal ? (
          <Fact label="Letters behind the name">{credential.post_nominal}</Fact>
        ) : null}
        {intensity ? <Fact label="Intensity">{intensity}</Fact> : null}
        {credential.project_count ? <Fact label="Projects to pass">{credential.project_count}</Fact> : null}
        <Fact label="From">{originName(credential.origin)}</Fact>
      </SimpleGrid>
    </Card>
  )
}

function Sources({ credential }: { credential: Credential }) {
  return (
    <Text size="sm" c="dimmed">
      {credential.website ? (
        <>
          <OutsideLink href={credential.website}>Page of the issuer</OutsideLink>
          {' · '}
        </>
      ) : null}
      {credential.illustrative ? 'Illustrative: some of the facts are a good guess. ' : ''}
      {credential.source_note ? `Source: ${credential.source_note}` : ''}
    </Text>
  )
}

/** One credential: who issues it, how good it is, what it proves, what it takes to get and to keep. */
export function CredentialPage() {
  const { credentialId } = route.useParams()
  const credential = useQuery(credentialQuery(credentialId))
  const issuers = useQuery(issuersQuery())
  return (
    <>
      <BackLink to="/catalogue/credentials">All credentials</BackLink>
      <Loaded query={credential} page>
        {data => {
          const issuerName =
            issuers.data?.find(item => item.issuer_id === data.issuer_id)?.name ?? data.issuer_id
          return (
            <>
              <PageHeader
                title={data.name}
                actions={
                  <AskButton
                    asked={{ kind: 'money', credentialId: data.credential_id }}
                    name={data.name}
                    label="Ask for money"
                  />
                }
                lead={
                  <Group gap="xs">
                    <Text span>{issuerName}</Text>
                    <Badge color="gray">{kindName(data.kind)}</Badge>
                    {data.illustrative ? <Badge color="lichen">Illustrative</Badge> : null}
                  </Group>
                }
              />
              <LifeNotice life={data.lifecycle} />
              <Stack gap="lg">
                <Facts credential={data} issuerName={issuerName} />
                <Grid gap="lg">
                  <Grid.Col span={{ base: 12, lg: 7 }}>
                    <QualityCard credentialId={credentialId} />
                  </Grid.Col>
                  <Grid.Col span={{ base: 12, lg: 5 }}>
                    <Stack gap="lg">
                      <GrantedSkills granted={data.skills_granted} />
                      <HoldingCostCard credentialId={credentialId} />
                      <Prerequisites prerequisites={data.prerequisites} />
                    </Stack>
                  </Grid.Col>
                </Grid>
                <RubricCard credentialId={credentialId} />
                <NamedBy credentialId={credentialId} />
                <Sources credential={data} />
              </Stack>
            </>
          )
        }}
      </Loaded>
    </>
  )
}
