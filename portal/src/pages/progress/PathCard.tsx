import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { PathProgress, StepProgress } from '@/api/model'
import { PathCairn } from '@/ui/PathCairn'
import { StateBadge } from '@/ui/StateBadge'
import { StateMark } from '@/ui/StateMark'
import { formatDay } from '@/words/dates'
import { pathState, stepState } from '@/words/states'
import { CredentialLink, StackLink } from '../catalogue/links'
import { AllowanceNote } from '../exceptions/AllowanceNote'
import { DueDate } from './DueDate'
import { MemberNote } from './MemberNote'
import classes from './PathCard.module.css'

/** What somebody can do about a step; absent for who only looks. */
export interface StepActions {
  onStart(enrolmentId: string, stepId: string): void
  onClaim(credential: { credential_id: string; name: string }): void
  /** The step that is being started now. */
  starting: string | null
}

interface Props {
  path: PathProgress
  actions?: StepActions
}

/** A longer path is a higher cairn. */
const cairnHeight = (steps: number) => Math.min(38 + steps * 19, 190)

const claimable = (state: string) => state === 'not_started' || state === 'in_progress' || state === 'lapsed'

function ClaimButton({
  item,
  actions,
}: {
  item: { credential_id: string | null; name: string; state: string }
  actions: StepActions | undefined
}) {
  const { credential_id, name, state } = item
  if (!actions || !credential_id || !claimable(state)) return null
  return (
    <Button
      size="xs"
      variant="light"
      onClick={() => actions.onClaim({ credential_id, name })}
      aria-label={`Claim ${name}`}
    >
      Claim
    </Button>
  )
}

function LastDay({ day }: { day: string | null }) {
  if (!day) return null
  return (
    <Text size="xs" c="dimmed">
      Last valid day <time dateTime={day}>{formatDay(day)}</time>
    </Text>
  )
}

function GoalName({
  goal,
}: {
  goal: { credential_id: string | null; stack_id: string | null; name: string }
}) {
  if (goal.credential_id) return <CredentialLink id={goal.credential_id}>{goal.name}</CredentialLink>
  return <StackLink id={goal.stack_id ?? ''}>{goal.name}</StackLink>
}

function Step({ path, step, actions }: { path: PathProgress; step: StepProgress; actions?: StepActions }) {
  const starting = actions?.starting === `${path.enrolment.enrolment_id}/${step.step_id}`
  let start: ReactNode = null
  if (actions && step.state === 'not_started') {
    start = (
      <Button
        size="xs"
        variant="default"
        loading={starting}
        onClick={() => actions.onStart(path.enrolment.enrolment_id, step.step_id)}
        aria-label={`Start ${step.name}`}
      >
        Start
      </Button>
    )
  }
  return (
    <li className={classes.step}>
      <Stack gap={4}>
        <Text fw={560} component="div">
          <GoalName goal={step} />
        </Text>
        <Group gap="sm">
          <StateBadge state={stepState(step.state)} size="sm" />
          <LastDay day={step.last_valid_on} />
        </Group>
        <AllowanceNote allowance={step.allowance} />
        {step.note ? (
          <Text size="sm" c="dimmed">
            {step.note}
          </Text>
        ) : null}
        {step.stack ? (
          <Text size="sm" c="dimmed">
            {step.stack.completed_members} of {step.stack.required_members} complete
          </Text>
        ) : null}
      </Stack>
      <Group gap="xs">
        {start}
        <ClaimButton item={step} actions={actions} />
      </Group>
      {step.stack ? (
        <ul className={classes.members} aria-label={`Members of ${step.name}`}>
          {step.stack.members.map(member => (
            <li key={member.credential_id ?? member.stack_id} className={classes.member}>
              <Group gap="xs" wrap="nowrap" align="flex-start">
                <StateMark state={member.state} />
                <div>
                  <Text size="sm" component="div">
                    <GoalName goal={member} />
                  </Text>
                  <MemberNote member={member} />
                  <AllowanceNote allowance={member.allowance} />
                </div>
              </Group>
              <ClaimButton item={member} actions={actions} />
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}

/** A path with its steps, and what can be done about each. */
export function PathCard({ path, actions }: Props) {
  return (
    <Card component="article" aria-label={path.path_name}>
      <div className={classes.card}>
        <Stack gap={6} align="center" className={classes.cairn}>
          <PathCairn states={path.steps.map(step => step.state)} height={cairnHeight(path.steps.length)} />
          <Text size="sm" c="dimmed" className="figures">
            {path.completed_steps} of {path.steps.length} steps
          </Text>
        </Stack>
        <Stack gap="sm">
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <Stack gap={2}>
              <Title order={3}>{path.path_name}</Title>
              <DueDate dueOn={path.due_on} completed={path.completed} overdue={path.overdue} />
              <AllowanceNote allowance={path.extension} />
              {path.extension && path.enrolment.due_on ? (
                <Text size="sm" c="dimmed">
                  Was due {formatDay(path.enrolment.due_on)}
                </Text>
              ) : null}
              <AllowanceNote allowance={path.exemption} />
            </Stack>
            <StateBadge state={pathState(path)} miw="fit-content" />
          </Group>
          <ol className={classes.steps}>
            {path.steps.map(step => (
              <Step key={step.step_id} path={path} step={step} {...(actions ? { actions } : {})} />
            ))}
          </ol>
        </Stack>
      </div>
    </Card>
  )
}
