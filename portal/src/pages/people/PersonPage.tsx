import { Card, Grid, Select, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { RoleChoice } from '@/api/model'
import { personQuery, personReadinessQuery, progressQuery, selfQuery } from '@/api/queries'
import { assigns } from '@/app/navigation'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { personName } from '@/words/names'
import { PersonAssessments } from '../assessments/PersonAssessments'
import { ExceptionList } from '../exceptions/ExceptionList'
import { PersonPaths } from '../exceptions/PersonPaths'
import { Achievements } from '../progress/Achievements'
import { Endings } from '../progress/Endings'
import { ReadinessCard } from '../progress/Readiness'
import { StackRings } from '../progress/StackRings'

const route = getRouteApi('/people/$personId')
const interval = 10_000

const choices = [
  { value: 'default', label: 'Target role, else the next rung' },
  { value: 'own', label: 'Present role' },
  { value: 'target', label: 'Target role' },
  { value: 'next', label: 'Next rung of the ladder' },
] as const

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  )
}

function PersonReadinessSection({ personId }: { personId: string }) {
  const [choice, setChoice] = useState<RoleChoice | 'default'>('default')
  const readiness = useQuery({
    ...personReadinessQuery(personId, choice === 'default' ? null : choice),
    refetchInterval: interval,
  })
  return (
    <Stack gap="sm">
      <Select
        aria-label="Compare with"
        data={choices}
        value={choice}
        allowDeselect={false}
        onChange={value => setChoice(value ?? 'default')}
      />
      <Loaded query={readiness} bars={4}>
        {data =>
          data ? (
            <ReadinessCard readiness={data} />
          ) : (
            <Card>
              <Empty title="No role to compare with">Neither position nor target names one.</Empty>
            </Card>
          )
        }
      </Loaded>
    </Stack>
  )
}

/** One person: progress, stacks, readiness and credentials, for who leads the person and for HR. */
export function PersonPage() {
  const { personId } = route.useParams()
  const person = useQuery(personQuery(personId))
  const progress = useQuery({ ...progressQuery(personId), refetchInterval: interval })
  const self = useQuery(selfQuery())
  const mayGrant = Boolean(self.data && assigns(self.data) && self.data.person?.person_id !== personId)
  return (
    <Loaded query={person} page>
      {data => (
        <>
          <PageHeader
            title={personName(data)}
            lead={
              <>
                {data.position.title}
                {data.email ? <Text size="sm">{data.email}</Text> : null}
              </>
            }
          />
          <Grid gap="xl">
            <Grid.Col span={{ base: 12, lg: 7.5 }}>
              <Stack gap={36}>
                <Section title="Paths">
                  <Loaded query={progress}>
                    {found =>
                      found.paths.length ? (
                        <PersonPaths
                          personId={personId}
                          personName={personName(data)}
                          paths={found.paths}
                          mayGrant={mayGrant}
                        />
                      ) : (
                        <Card>
                          <Empty title="No path assigned" />
                        </Card>
                      )
                    }
                  </Loaded>
                </Section>
                <Section title="Exceptions">
                  <ExceptionList personId={personId} mayWithdraw={mayGrant} />
                </Section>
                <Section title="Stacks">
                  <Loaded query={progress}>{found => <StackRings stacks={found.stacks} />}</Loaded>
                </Section>
                <Section title="Credentials">
                  <Loaded query={progress}>
                    {found => <Achievements achievements={found.achievements} />}
                  </Loaded>
                </Section>
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 4.5 }}>
              <Stack gap={36}>
                <Section title="Readiness">
                  <PersonReadinessSection personId={personId} />
                </Section>
                <Section title="Skills as others see them">
                  <PersonAssessments personId={personId} personName={personName(data)} />
                </Section>
                <Section title="Ends in the next 90 days">
                  <Loaded query={progress}>{found => <Endings achievements={found.achievements} />}</Loaded>
                </Section>
              </Stack>
            </Grid.Col>
          </Grid>
        </>
      )}
    </Loaded>
  )
}
