import { Alert, Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconCheck, IconListCheck, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Achievement, RubricVersion } from '@/api/model'
import { formatDay, formatInstant } from '@/words/dates'
import { CredentialLink } from '../catalogue/links'
import { EvidenceList } from '../progress/EvidenceList'
import { claimantOf, credentialOf, titleOf } from './claim-words'
import { ReviewTurn } from './ReviewTurn'
import { useDecision } from './use-decision'

/** The person's page for who may open it, else what is known of the person's skills. */
function Claimant({ claim, leads }: { claim: Achievement; leads: boolean }) {
  const params = { personId: claim.person_id }
  return (
    <Anchor
      inherit
      c="inherit"
      renderRoot={root =>
        leads ? (
          <Link {...root} to="/people/$personId" params={params} />
        ) : (
          <Link
            {...root}
            to="/people/$personId/skills"
            params={params}
            search={{ name: claimantOf(claim) }}
          />
        )
      }
    >
      {claimantOf(claim)}
    </Anchor>
  )
}

interface Props {
  claim: Achievement
  selfId: string | undefined
  /** Sees more of people than their claims. */
  leads: boolean
  /** By what it is looked at; null where there is no rubric, undefined while that is not known. */
  rubric: RubricVersion | null | undefined
  onRefuse(): void
  onGrade(): void
}

/** One claim with what shows that it is true, and the decision on it. */
export function ClaimCard({ claim, selfId, leads, rubric, onRefuse, onGrade }: Props) {
  const own = claim.person_id === selfId
  const taken = claim.review !== null && claim.review.reviewer_id !== selfId
  const decide = useDecision(claim)
  const title = titleOf(claim)
  return (
    <Card component="article" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={6} miw={0} flex="1 1 220px">
          <Title order={2} size="h3">
            <CredentialLink id={claim.credential_id}>{credentialOf(claim)}</CredentialLink>
          </Title>
          <Text size="sm">
            <Claimant claim={claim} leads={leads} />
          </Text>
          <Text size="sm" c="dimmed">
            Issued <time dateTime={claim.issued_on}>{formatDay(claim.issued_on)}</time>, claimed{' '}
            <time dateTime={claim.claimed_at}>{formatInstant(claim.claimed_at)}</time>
          </Text>
          <EvidenceList evidence={claim.evidence} />
          {own ? null : <ReviewTurn claim={claim} selfId={selfId} />}
          {decide.error ? (
            <Alert color="clay" role="alert" mt="xs">
              {decide.error.message}
            </Alert>
          ) : null}
        </Stack>
        {own ? (
          <Text size="sm" c="dimmed">
            Somebody else decides on your own claim.
          </Text>
        ) : taken ? null : (
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconX size={16} aria-hidden />}
              onClick={onRefuse}
              aria-label={`Refuse ${title}`}
            >
              Refuse
            </Button>
            {rubric ? (
              <Button
                leftSection={<IconListCheck size={16} aria-hidden />}
                onClick={onGrade}
                aria-label={`Fill the rubric of ${title}`}
              >
                Fill the rubric
              </Button>
            ) : (
              <Button
                leftSection={<IconCheck size={16} aria-hidden />}
                loading={decide.isPending}
                disabled={rubric === undefined}
                onClick={() => decide.mutate({ decision: 'verified', reason: null })}
                aria-label={`Verify ${title}`}
              >
                Verify
              </Button>
            )}
          </Group>
        )}
      </Group>
    </Card>
  )
}
