import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { assessmentKeys, withdrawAssessment } from '@/api/assessments'
import { refetchUntilFollowed } from '@/api/follow-up'
import type { Assessment } from '@/api/model'
import { keys, skillQuery } from '@/api/queries'
import type { Standing } from '@/app/navigation'
import { Empty } from '@/ui/Empty'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { assessorKindName, levelOn } from '@/words/assessments'
import { formatDay } from '@/words/dates'
import { bySkill } from './by-skill'

interface ItemProps {
  assessment: Assessment
  mayWithdraw: boolean
  onWithdraw(): void
}

function Item({ assessment, mayWithdraw, onWithdraw }: ItemProps) {
  const { withdrawal } = assessment
  const level = levelOn(assessment.scale_id, assessment.level)
  const who = [assessorKindName(assessment.assessor_kind), assessment.assessed_by_name]
    .filter(Boolean)
    .join(' ')
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="sm" aria-label={`${level}, ${who}`}>
      <Stack gap={2} miw={0} flex="1 1 200px">
        <Text fw={560} {...(withdrawal ? { td: 'line-through', c: 'dimmed' } : {})}>
          {level}
        </Text>
        <Text size="sm" c="dimmed">
          {who}, <time dateTime={assessment.assessed_on}>{formatDay(assessment.assessed_on)}</time>
        </Text>
        {assessment.reason ? <Text size="sm">{assessment.reason}</Text> : null}
        {withdrawal ? (
          <Text size="sm">
            Taken back on {formatDay(withdrawal.withdrawn_at.slice(0, 10))}: {withdrawal.reason}
          </Text>
        ) : null}
      </Stack>
      {mayWithdraw && !withdrawal ? (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={onWithdraw}
          aria-label={`Take back: ${level}, ${who}`}
        >
          Take back
        </Button>
      ) : null}
    </Group>
  )
}

function WithdrawalDialog({ assessment, onClose }: { assessment: Assessment; onClose(): void }) {
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: withdrawAssessment,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: assessmentKeys })
      refetchUntilFollowed(client, keys.readiness, keys.reports)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title="Take the assessment back"
      lead="It is kept, and counts no more."
      action="Take back"
      error={withdraw.error}
      busy={withdraw.isPending}
      onReason={reason => withdraw.mutate({ assessmentId: assessment.assessment_id, reason })}
      onClose={onClose}
    />
  )
}

interface Props {
  assessments: readonly Assessment[]
  self: Standing
}

/** What was said about somebody's skills, skill by skill, with who said it as what, when and why. */
export function AssessmentList({ assessments, self }: Props) {
  const groups = bySkill(assessments)
  const [taking, setTaking] = useState<Assessment | null>(null)
  const skills = useQueries({ queries: groups.map(([skillId]) => skillQuery(skillId)) })
  const nameOf = (skillId: string) =>
    skills.find(({ data }) => data?.skill_id === skillId)?.data?.name ?? skillId
  const selfId = self.person?.person_id
  const mayWithdraw = ({ assessed_by, person_id }: Assessment) =>
    (selfId !== undefined && assessed_by === selfId) || (self.roles.includes('hr') && person_id !== selfId)
  if (!groups.length) {
    return (
      <Card>
        <Empty title="Nobody has said anything yet">
          Managers, reviewers, colleagues and the person can say how well something is done.
        </Empty>
      </Card>
    )
  }
  return (
    <Card>
      <Stack component="ul" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
        {groups.map(([skillId, given]) => (
          <li key={skillId}>
            <Title order={3} size="h4" mb={6} className="sentence">
              {nameOf(skillId)}
            </Title>
            <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
              {given.map(assessment => (
                <Item
                  key={assessment.assessment_id}
                  assessment={assessment}
                  mayWithdraw={mayWithdraw(assessment)}
                  onWithdraw={() => setTaking(assessment)}
                />
              ))}
            </Stack>
          </li>
        ))}
      </Stack>
      {taking ? <WithdrawalDialog assessment={taking} onClose={() => setTaking(null)} /> : null}
    </Card>
  )
}
