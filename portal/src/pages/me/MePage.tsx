import { Anchor, Button, Card, Grid, Select, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { chooseTargetRole, startStep } from '@/api/commands'
import { refetchUntilFollowed } from '@/api/follow-up'
import type { Person, PersonProgress, Self } from '@/api/model'
import { Problem } from '@/api/problem'
import { keys, myReadinessQuery, progressQuery, rolesQuery, selfQuery } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { personName } from '@/words/names'
import { PersonAssessments } from '../assessments/PersonAssessments'
import { Achievements } from '../progress/Achievements'
import { ClaimDialog } from '../progress/ClaimDialog'
import { Endings } from '../progress/Endings'
import { PathCard, type StepActions } from '../progress/PathCard'
import { ReadinessCard } from '../progress/Readiness'
import { StackRings } from '../progress/StackRings'
import { summary } from './summary'

/** While something waits for somebody else, the page looks more often. */
const waitingInterval = 4_000
const quietInterval = 30_000

interface SectionProps {
  title: string
  id: string
  children: ReactNode
}

function Section({ title, id, children }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  )
}

function TargetRole({ person }: { person: Person }) {
  const client = useQueryClient()
  const roles = useQuery(rolesQuery())
  const choose = useMutation({
    mutationFn: chooseTargetRole,
    onSuccess: saved => {
      client.setQueryData<Self>(selfQuery().queryKey, self => self && { ...self, person: saved })
      refetchUntilFollowed(client, keys.readiness)
    },
    onError: () => void client.invalidateQueries({ queryKey: selfQuery().queryKey }),
  })
  return (
    <Stack gap="xs" mb="md">
      <Select
        label="Target role"
        description="What you want to be ready for"
        placeholder="The next rung of your ladder"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Clear the target role' }}
        nothingFoundMessage="Nothing found"
        disabled={choose.isPending}
        value={person.target_role_id}
        data={(roles.data ?? []).map(role => ({ value: role.role_id, label: role.name }))}
        onChange={roleId => choose.mutate({ person, roleId })}
      />
      {choose.error ? <ProblemNotice error={choose.error} /> : null}
    </Stack>
  )
}

function MyReadiness({ person }: { person: Person }) {
  const readiness = useQuery({ ...myReadinessQuery(), refetchInterval: quietInterval })
  if (readiness.error instanceof Problem && readiness.error.reason === 'NO_ROLE_TO_COMPARE') {
    return (
      <Card>
        <Empty title="No role to be ready for yet">Choose a target role to see what it asks for.</Empty>
        <TargetRole person={person} />
      </Card>
    )
  }
  return (
    <Loaded query={readiness} bars={4}>
      {data => (
        <ReadinessCard readiness={data}>
          <TargetRole person={person} />
        </ReadinessCard>
      )}
    </Loaded>
  )
}

/** Asks for readiness again when what has been verified changes under the page. */
function useReadinessThatFollows(progress: PersonProgress | undefined) {
  const client = useQueryClient()
  const counted = progress?.achievements
    .filter(achievement => achievement.counts)
    .map(achievement => achievement.achievement_id)
    .sort()
    .join()
  const known = useRef(counted)
  useEffect(() => {
    if (counted === undefined || counted === known.current) return
    const first = known.current === undefined
    known.current = counted
    if (!first) refetchUntilFollowed(client, keys.readiness)
  }, [client, counted])
}

function useStepActions(onClaim: StepActions['onClaim']): StepActions {
  const client = useQueryClient()
  const start = useMutation({
    mutationFn: startStep,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.progress }),
    onError: error =>
      notifications.show({
        color: 'clay',
        title: error instanceof Problem ? error.title : 'The step was not started',
        message: error.message,
      }),
  })
  return {
    onStart: (enrolmentId, stepId) => start.mutate({ enrolmentId, stepId }),
    onClaim,
    starting: start.isPending ? `${start.variables.enrolmentId}/${start.variables.stepId}` : null,
  }
}

function MyProgress({ person }: { person: Person }) {
  const progress = useQuery({
    ...progressQuery(null),
    refetchInterval: query =>
      query.state.data?.achievements.some(item => item.standing === 'waiting_for_verification')
        ? waitingInterval
        : quietInterval,
  })
  useReadinessThatFollows(progress.data)
  const [claiming, setClaiming] = useState<{
    credential: { credential_id: string; name: string } | null
  } | null>(null)
  const actions = useStepActions(credential => setClaiming({ credential }))
  return (
    <>
      <PageHeader
        title={`Hello, ${person.given_name}`}
        lead={progress.data ? summary(progress.data, new Date()) : person.position.title}
        actions={
          <Button
            variant="default"
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => setClaiming({ credential: null })}
          >
            Claim a credential
          </Button>
        }
      />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7.5 }}>
          <Stack gap={36}>
            <Section title="My paths" id="paths">
              <Loaded query={progress}>
                {data =>
                  data.paths.length ? (
                    <Stack>
                      {data.paths.map(path => (
                        <PathCard key={path.enrolment.enrolment_id} path={path} actions={actions} />
                      ))}
                    </Stack>
                  ) : (
                    <Card>
                      <Empty title="No path yet">
                        Your manager assigns paths. You can claim credentials that you hold already.
                      </Empty>
                    </Card>
                  )
                }
              </Loaded>
            </Section>
            <Section title="My stacks" id="stacks">
              <Loaded query={progress}>{data => <StackRings stacks={data.stacks} />}</Loaded>
            </Section>
            <Section title="My credentials" id="credentials">
              <Loaded query={progress}>{data => <Achievements achievements={data.achievements} />}</Loaded>
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4.5 }}>
          <Stack gap={36}>
            <Section title="My readiness" id="readiness">
              <MyReadiness person={person} />
            </Section>
            <Section title="My skills as others see them" id="skills">
              <PersonAssessments personId={person.person_id} personName={personName(person)} />
            </Section>
            <Section title="Ends in the next 90 days" id="recertification">
              <Loaded query={progress}>{data => <Endings achievements={data.achievements} />}</Loaded>
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
      {claiming ? <ClaimDialog credential={claiming.credential} onClose={() => setClaiming(null)} /> : null}
    </>
  )
}

/** Everything about where the signed-in person stands. */
export function MePage() {
  const self = useQuery(selfQuery())
  return (
    <Loaded query={self} page>
      {data =>
        data.person ? (
          <MyProgress person={data.person} />
        ) : (
          <>
            <PageHeader title="My path" />
            <Empty title="This account belongs to nobody here">
              <Text size="sm">
                Ask whoever administers Cairn to link it. The{' '}
                <Anchor href="/catalogue" size="sm">
                  catalogue
                </Anchor>{' '}
                is open to you.
              </Text>
            </Empty>
          </>
        )
      }
    </Loaded>
  )
}
