import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { HeldCredential, Holder } from '@/api/explanations'
import type { PersonReadiness, RequirementStanding } from '@/api/model'
import { credentialQuery } from '@/api/queries'
import { assessorKindName } from '@/words/assessments'
import { dayOf, formatDay, relativeDay } from '@/words/dates'
import { levelsHeldAndAsked } from '@/words/levels'
import { CredentialLink } from '../catalogue/links'
import { LevelPips, Requirements } from '../progress/Readiness'
import classes from './Explanation.module.css'

/** A credential by its name, as soon as the catalogue has told it. */
export function NamedCredential({ id }: { id: string }) {
  const credential = useQuery(credentialQuery(id))
  return <CredentialLink id={id}>{credential.data?.name ?? id}</CredentialLink>
}

/** The credential or assessment that gives the level, to be looked at. */
function Source({ personId, standing }: { personId: string; standing: RequirementStanding }) {
  if (standing.proven_by_credential_id) {
    return (
      <Text size="sm" component="div">
        Rests on <NamedCredential id={standing.proven_by_credential_id} />
      </Text>
    )
  }
  if (!standing.assessment) return null
  return (
    <Text size="sm" component="div">
      Rests on{' '}
      <Anchor
        inherit
        c="inherit"
        renderRoot={root => <Link {...root} to="/people/$personId/skills" params={{ personId }} />}
      >
        an assessment of {formatDay(standing.assessment.assessed_on)} (
        {assessorKindName(standing.assessment.assessor).toLowerCase()})
      </Anchor>
    </Text>
  )
}

/** How one thing that is asked of somebody stands: the level, until when, and which fact says so. */
export function StandingFacts({ personId, standing }: { personId: string; standing: RequirementStanding }) {
  return (
    <Stack gap={4}>
      {standing.required_level ? (
        <Group gap={8} wrap="nowrap">
          <LevelPips held={standing.held_level} required={standing.required_level} />
          <Text size="xs" c="dimmed">
            {levelsHeldAndAsked(standing.held_level, standing.required_level)}
          </Text>
        </Group>
      ) : null}
      <Text size="sm" c="dimmed" className="sentence">
        {standing.explanation}
      </Text>
      <Source personId={personId} standing={standing} />
    </Stack>
  )
}

/** How ready somebody is, with each requirement behind it. */
export function ReadinessFacts({ readiness }: { readiness: PersonReadiness }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        {readiness.explanation}
      </Text>
      {readiness.requirements.length ? (
        <details>
          <summary className={classes.summary}>Requirement by requirement</summary>
          <Requirements readiness={readiness} />
        </details>
      ) : null}
    </>
  )
}

/** The credentials that a figure counts of somebody. */
export function CredentialFacts({ credentials }: { credentials: readonly HeldCredential[] }) {
  return (
    <Stack gap={2}>
      {credentials.map(({ credential_id, credential_name, times }) => (
        <Text key={credential_id} size="sm" component="div">
          <CredentialLink id={credential_id}>{credential_name}</CredentialLink>
          {times > 1 ? ` (${times} times)` : ''}
        </Text>
      ))}
    </Stack>
  )
}

/** Until when somebody holds or held a credential. */
export function ValidityFacts({ holder }: { holder: Holder }) {
  const last = holder.last_valid_on
  const by = holder.achievement_ids.length
  return (
    <Text size="sm" c="dimmed">
      {last ? `Last valid day ${formatDay(last)}, ${relativeDay(last, dayOf(new Date()))}` : 'Without an end'}
      {by > 1 ? `, by ${by} achievements` : ''}
    </Text>
  )
}
