import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconMap2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { compareWithAds } from '@/api/job-ads'
import type { JobAdsAnalysis, JobAdsComparison, Self } from '@/api/model'
import { keys } from '@/api/queries'
import { assigns } from '@/app/navigation'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { levelsHeldAndAsked } from '@/words/levels'
import { requirementState } from '@/words/states'
import { PersonSelect } from '../people/PersonSelect'
import { addressOf } from '../plans/goal-address'
import classes from './JobAds.module.css'
import { comparable, lackingOf } from './shopping-list'

type Compared = JobAdsComparison['held'][number]

function ComparedGroup({
  title,
  state,
  skills,
  names,
}: {
  title: string
  state: string
  skills: readonly Compared[]
  names: ReadonlyMap<string, string>
}) {
  if (!skills.length) return null
  return (
    <div>
      <Group gap="xs" mb={4}>
        <Title order={3}>
          {title} ({skills.length})
        </Title>
        <StateBadge state={requirementState(state)} size="sm" />
      </Group>
      <ul className={classes.list}>
        {skills.map(({ skill_id, held_level, asked_level }) => (
          <li key={skill_id} className={classes.row}>
            <Group justify="space-between" py={6} gap="sm">
              <Text size="sm" className="sentence">
                {names.get(skill_id) ?? skill_id}
              </Text>
              <Text size="xs" c="dimmed">
                {asked_level || held_level
                  ? levelsHeldAndAsked(held_level, asked_level ?? held_level)
                  : 'Any level'}
              </Text>
            </Group>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface Props {
  analysis: JobAdsAnalysis
  self: Self
}

/** What of the list somebody holds and lacks, and the way to a plan for what is missing. */
export function CompareCard({ analysis, self }: Props) {
  const own = self.person?.person_id ?? null
  const [personId, setPersonId] = useState<string | null>(own)
  const skills = comparable(analysis)
  const compared = useQuery({
    queryKey: [...keys.reports, 'job-ads', personId, skills],
    queryFn: () => compareWithAds(personId, skills),
    enabled: personId !== null && skills.length > 0,
  })
  const names = new Map(
    analysis.skills.flatMap(each => (each.skill_id ? [[each.skill_id, each.name] as const] : [])),
  )
  return (
    <Card component="section" aria-label="Compare with somebody">
      <Title order={2} mb="sm">
        Held and missing
      </Title>
      <Stack gap="md">
        {assigns(self) ? (
          <PersonSelect
            label="Compare with"
            personId={personId}
            onChange={chosen => setPersonId(chosen ?? own)}
          />
        ) : null}
        {!skills.length ? (
          <Text size="sm" c="dimmed">
            The catalogue knows none of the skills that these ads ask for.
          </Text>
        ) : personId === null ? (
          <Text size="sm" c="dimmed">
            Choose somebody to compare with the ads.
          </Text>
        ) : (
          <Loaded query={compared}>
            {found => (
              <Stack gap="lg">
                <ComparedGroup title="Missing" state="missing" skills={found.missing} names={names} />
                <ComparedGroup
                  title="Below the level asked for"
                  state="short"
                  skills={found.short}
                  names={names}
                />
                <ComparedGroup title="Held" state="met" skills={found.held} names={names} />
                <Text size="xs" c="dimmed">
                  Only what the catalogue knows can be compared: {skills.length} of {analysis.skills.length}{' '}
                  skills.
                </Text>
                <PlanButton analysis={analysis} compared={found} />
              </Stack>
            )}
          </Loaded>
        )}
      </Stack>
    </Card>
  )
}

function PlanButton({ analysis, compared }: { analysis: JobAdsAnalysis; compared: JobAdsComparison }) {
  const lacked = new Set([...compared.missing, ...compared.short].map(({ skill_id }) => skill_id))
  const requirements = lackingOf(analysis.role_proposal.requirements, lacked)
  if (!requirements.length) return <Text size="sm">Nothing is missing.</Text>
  return (
    <Button
      leftSection={<IconMap2 size={18} aria-hidden />}
      w="fit-content"
      renderRoot={root => (
        <Link {...root} to="/plans" search={{ ...addressOf(requirements), person: compared.person_id }} />
      )}
    >
      Plan for what is missing
    </Button>
  )
}
