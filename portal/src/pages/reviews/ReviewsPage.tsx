import { Alert, Button, Card, Group, Modal, Stack, Text, Textarea, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { decideAchievement, handBackClaim, takeClaim } from '@/api/commands'
import { refetchUntilFollowed } from '@/api/follow-up'
import type { Achievement } from '@/api/model'
import { formErrors, Problem } from '@/api/problem'
import { claimsQuery, keys, selfQuery } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { formatDay, formatInstant } from '@/words/dates'
import { CredentialLink, PersonLink } from '../catalogue/links'
import { EvidenceList } from '../progress/EvidenceList'

const interval = 10_000

const nameOf = (claim: Achievement) => claim.person_name ?? claim.person_id
const credentialOf = (claim: Achievement) => claim.credential_name ?? claim.credential_id

function useDecision(onDone: (decision: 'verified' | 'refused') => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: decideAchievement,
    onSuccess: (_, { decision }) => {
      onDone(decision)
      refetchUntilFollowed(client, keys.claims, keys.progress, keys.readiness, keys.reports)
    },
    onError: () => client.invalidateQueries({ queryKey: keys.claims }),
  })
}

/** Taking a claim and handing it back: while somebody has it, nobody else decides. */
function ReviewTurn({ claim, selfId }: { claim: Achievement; selfId: string | undefined }) {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: keys.claims })
  const mine = claim.review !== null && claim.review.reviewer_id === selfId
  const turn = useMutation({
    mutationFn: () => (mine ? handBackClaim(claim.achievement_id) : takeClaim(claim.achievement_id)),
    onSettled: settled,
  })
  const title = `${credentialOf(claim)}, ${nameOf(claim)}`
  return (
    <Group gap="sm">
      {claim.review ? (
        <Text size="sm">
          {mine ? 'You review it since ' : 'Somebody else reviews it since '}
          <time dateTime={claim.review.taken_at}>{formatInstant(claim.review.taken_at)}</time>
        </Text>
      ) : null}
      {!claim.review || mine ? (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={turn.isPending}
          onClick={() => turn.mutate()}
          aria-label={mine ? `Hand back ${title}` : `Take for review ${title}`}
        >
          {mine ? 'Hand back' : 'Take for review'}
        </Button>
      ) : null}
      {turn.error ? (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {turn.error.message}
        </Text>
      ) : null}
    </Group>
  )
}

function RefusalDialog({ claim, onClose }: { claim: Achievement; onClose(): void }) {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const decide = useDecision(() => {
    notifications.show({
      color: 'gray',
      title: 'Claim refused',
      message: `${credentialOf(claim)} of ${nameOf(claim)}`,
    })
    onClose()
  })
  const found = decide.error instanceof Problem ? formErrors(decide.error, ['reason']) : null
  return (
    <Modal opened onClose={onClose} title="Refuse the claim">
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          const given = reason.trim()
          setMissing(!given)
          if (given)
            decide.mutate({ achievementId: claim.achievement_id, decision: 'refused', reason: given })
        }}
      >
        <Stack>
          <Text size="sm">
            {credentialOf(claim)}, claimed by {nameOf(claim)}
          </Text>
          {found?.aboveForm ? (
            <Alert color="clay" role="alert">
              {found.aboveForm}
            </Alert>
          ) : null}
          <Textarea
            label="Reason"
            description={`${nameOf(claim)} sees it.`}
            withAsterisk
            autosize
            minRows={3}
            maxLength={500}
            data-autofocus
            value={reason}
            error={missing ? 'Say why you refuse it.' : found?.atFields.reason}
            onChange={event => {
              setReason(event.currentTarget.value)
              setMissing(false)
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="clay" loading={decide.isPending}>
              Refuse
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface ClaimProps {
  claim: Achievement
  selfId: string | undefined
  onRefuse(): void
}

function Claim({ claim, selfId, onRefuse }: ClaimProps) {
  const own = claim.person_id === selfId
  const taken = claim.review !== null && claim.review.reviewer_id !== selfId
  const decide = useDecision(() =>
    notifications.show({
      color: 'moss',
      title: 'Verified',
      message: `${credentialOf(claim)} of ${nameOf(claim)} counts from now on.`,
    }),
  )
  const title = `${credentialOf(claim)}, ${nameOf(claim)}`
  return (
    <Card component="article" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={6} miw={0} flex="1 1 220px">
          <Title order={2} size="h3">
            <CredentialLink id={claim.credential_id}>{credentialOf(claim)}</CredentialLink>
          </Title>
          <Text size="sm">
            <PersonLink id={claim.person_id}>{nameOf(claim)}</PersonLink>
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
            <Button
              leftSection={<IconCheck size={16} aria-hidden />}
              loading={decide.isPending}
              onClick={() =>
                decide.mutate({ achievementId: claim.achievement_id, decision: 'verified', reason: null })
              }
              aria-label={`Verify ${title}`}
            >
              Verify
            </Button>
          </Group>
        )}
      </Group>
    </Card>
  )
}

/** The claims that wait for a decision, the newest first. */
export function ReviewsPage() {
  const self = useQuery(selfQuery())
  const claims = useQuery({ ...claimsQuery(), refetchInterval: interval })
  const [refusing, setRefusing] = useState<Achievement | null>(null)
  return (
    <>
      <PageHeader
        title="Reviews"
        lead="Claims that wait for a decision. Look at the evidence, then verify or refuse."
      />
      <Loaded query={claims}>
        {data =>
          data.length ? (
            <Stack>
              {data.map(claim => (
                <Claim
                  key={claim.achievement_id}
                  claim={claim}
                  selfId={self.data?.person?.person_id}
                  onRefuse={() => setRefusing(claim)}
                />
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="Nothing waits">Every claim has been decided.</Empty>
            </Card>
          )
        }
      </Loaded>
      {refusing ? <RefusalDialog claim={refusing} onClose={() => setRefusing(null)} /> : null}
    </>
  )
}
