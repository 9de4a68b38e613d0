import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import type { LearningRequest } from '@/api/model'
import { StateBadge } from '@/ui/StateBadge'
import { StateMark } from '@/ui/StateMark'
import { formatDay, formatInstant } from '@/words/dates'
import { formatMoney } from '@/words/money'
import { requestKind, requestState } from '@/words/spans'
import { CredentialLink, PersonLink } from '../catalogue/links'

export type Verdict = 'approved' | 'refused' | 'withdrawn'

const verdictNames: Record<Verdict, string> = {
  approved: 'Approve',
  refused: 'Refuse',
  withdrawn: 'Withdraw',
}

interface Props {
  request: LearningRequest
  /** What the signed-in person can do about it. */
  verdicts: readonly Verdict[]
  onDecide(verdict: Verdict): void
}

/** One request: what is asked for, by whom, and what became of it. */
export function RequestCard({ request, verdicts, onDecide }: Props) {
  const name = request.person_name ?? request.person_id
  const title = `${requestKind(request.kind)}, ${name}`
  const { decision } = request
  return (
    <Card component="article" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={6} miw={0} flex="1 1 220px">
          <Group gap="xs">
            <Title order={2} size="h3">
              {request.path_name ?? request.path_id ?? requestKind(request.kind)}
            </Title>
            <StateBadge state={requestState(request.state)} size="sm" />
          </Group>
          <Text size="sm">
            {requestKind(request.kind)} by <PersonLink id={request.person_id}>{name}</PersonLink>
            {request.amount ? `, ${formatMoney(request.amount)}` : ''}
          </Text>
          {request.credentials.map(each => (
            <Group key={each.credential_id} gap="xs" wrap="nowrap">
              <StateMark state={each.state} />
              <Text size="sm" component="div">
                <CredentialLink id={each.credential_id}>
                  {each.credential_name ?? each.credential_id}
                </CredentialLink>
              </Text>
            </Group>
          ))}
          {request.note ? <Text size="sm">{request.note}</Text> : null}
          <Text size="sm" c="dimmed">
            Submitted <time dateTime={request.submitted_at}>{formatInstant(request.submitted_at)}</time>
            {decision ? `, decided ${formatInstant(decision.decided_at)}` : ''}
            {decision?.on_behalf_of ? ' on behalf of another manager' : ''}
            {decision?.due_on ? `, due ${formatDay(decision.due_on)}` : ''}
          </Text>
          {decision?.reason ? <Text size="sm">{decision.reason}</Text> : null}
        </Stack>
        <Group gap="sm">
          {verdicts.map(verdict => (
            <Button
              key={verdict}
              variant={verdict === 'approved' ? 'filled' : 'default'}
              onClick={() => onDecide(verdict)}
              aria-label={`${verdictNames[verdict]} ${title}`}
            >
              {verdictNames[verdict]}
            </Button>
          ))}
        </Group>
      </Group>
    </Card>
  )
}
