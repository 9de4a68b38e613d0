import {
  Anchor,
  Button,
  Card,
  Group,
  MultiSelect,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { IconArrowLeft, IconEye } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type AssignmentJob, audiencesQuery, confirmPlan, planFor } from '@/api/audiences'
import { newIdempotencyKey } from '@/api/idempotency'
import { departmentsQuery, keys, learningPathsQuery, rolesQuery, teamsQuery } from '@/api/queries'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { type AudiencePlanForm, blankPlan, canBePlanned, planDraft } from './audience-plan'
import { DueFields } from './DueFields'
import { JobProgress } from './JobProgress'
import { PlanPreview } from './PlanPreview'

interface FieldsProps {
  form: AudiencePlanForm
  change(part: Partial<AudiencePlanForm>): void
}

function Whom({ form, change }: FieldsProps) {
  const audiences = useQuery(audiencesQuery())
  const departments = useQuery(departmentsQuery())
  const roles = useQuery(rolesQuery())
  const teams = useQuery(teamsQuery())
  const options = <T,>(
    found: readonly T[] | undefined,
    value: (each: T) => string,
    label: (each: T) => string,
  ) => (found ?? []).map(each => ({ value: value(each), label: label(each) }))
  return (
    <Card>
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h4">
            For whom
          </Title>
          <Anchor size="sm" renderRoot={root => <Link {...root} to="/audiences" />}>
            Look after audiences
          </Anchor>
        </Group>
        <MultiSelect
          label="Audiences"
          searchable
          data={options(
            audiences.data,
            each => each.audience_id,
            each => each.name,
          )}
          value={form.audiences}
          onChange={chosen => change({ audiences: chosen })}
        />
        <MultiSelect
          label="Departments"
          searchable
          data={options(
            departments.data,
            each => each.department_id,
            each => each.name,
          )}
          value={form.departments}
          onChange={chosen => change({ departments: chosen })}
        />
        <Switch
          label="With the departments below"
          checked={form.below}
          onChange={event => change({ below: event.currentTarget.checked })}
        />
        <MultiSelect
          label="Positions, by role"
          searchable
          data={options(
            roles.data,
            each => each.role_id,
            each => each.name,
          )}
          value={form.roles}
          onChange={chosen => change({ roles: chosen })}
        />
        <MultiSelect
          label="Teams"
          searchable
          data={options(
            teams.data,
            each => each.team_id,
            each => `${each.manager_name}’s team`,
          )}
          value={form.teams}
          onChange={chosen => change({ teams: chosen })}
        />
        <Switch
          label="With the teams below"
          checked={form.wholeTeams}
          onChange={event => change({ wholeTeams: event.currentTarget.checked })}
        />
      </Stack>
    </Card>
  )
}

function ByWhen({ form, change }: FieldsProps) {
  const depends = [form.due.way, form.joiners.way].some(way => way === 'hire' || way === 'position_start')
  return (
    <Card>
      <Stack gap="md">
        <Title order={2} size="h4">
          By when
        </Title>
        <DueFields label="Due" due={form.due} onChange={due => change({ due })} />
        <Switch
          label="Goes on for whoever joins later"
          checked={form.standing}
          onChange={event => change({ standing: event.currentTarget.checked })}
        />
        {form.standing ? (
          <>
            <DueFields
              label="Due for later joiners, if otherwise"
              due={form.joiners}
              onChange={joiners => change({ joiners })}
            />
            <Switch
              label="Withdrawn from whoever leaves"
              checked={form.withdraws}
              onChange={event => change({ withdraws: event.currentTarget.checked })}
            />
          </>
        ) : null}
        {depends ? (
          <TextInput
            label="Count from this day at the earliest"
            description="For whoever was hired, or took the position, before it."
            type="date"
            value={form.basis}
            onChange={event => change({ basis: event.currentTarget.value })}
          />
        ) : null}
        <Textarea
          label="Note"
          maxLength={500}
          value={form.note}
          onChange={event => change({ note: event.currentTarget.value })}
        />
      </Stack>
    </Card>
  )
}

function Given({ job, pathName }: { job: AssignmentJob; pathName: string }) {
  return (
    <Card>
      <Stack gap="md">
        <Title order={2} size="h4">
          {pathName} is being assigned
        </Title>
        <JobProgress jobId={job.job_id} />
        <Group>
          <Button
            renderRoot={root => (
              <Link {...root} to="/assignments/$assignmentId" params={{ assignmentId: job.assignment_id }} />
            )}
          >
            See the assignment
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}

/** Assigns a path to audiences, departments, positions and teams of any size: plan, preview by groups, confirm, progress. */
export function AssignToAudiencePage() {
  const client = useQueryClient()
  const paths = useQuery(learningPathsQuery())
  const [form, setForm] = useState(blankPlan)
  const plan = useMutation({ mutationFn: planFor })
  const confirm = useMutation({
    mutationFn: confirmPlan,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.assignments }),
    onError: () => plan.reset(),
  })
  const change = (part: Partial<AudiencePlanForm>) => setForm(before => ({ ...before, ...part }))
  const pathName = paths.data?.find(each => each.path_id === form.path)?.name ?? 'The path'
  const header = (
    <PageHeader
      title="Assign to an audience"
      lead="Of any size. See what it does, by groups, before you confirm."
    />
  )
  if (confirm.data) {
    return (
      <>
        {header}
        <Given job={confirm.data} pathName={pathName} />
      </>
    )
  }
  if (plan.data) {
    const found = plan.data
    return (
      <>
        {header}
        <Stack gap="lg">
          <PlanPreview plan={found} />
          <Group justify="space-between">
            <Button
              variant="default"
              leftSection={<IconArrowLeft size={17} aria-hidden />}
              onClick={() => plan.reset()}
            >
              Change
            </Button>
            <Button
              loading={confirm.isPending}
              onClick={() =>
                confirm.mutate({
                  draft: planDraft(form),
                  digest: found.digest,
                  note: form.note.trim() || null,
                  idempotencyKey: newIdempotencyKey(),
                })
              }
            >
              Assign
            </Button>
          </Group>
        </Stack>
      </>
    )
  }
  return (
    <>
      {header}
      <Stack gap="lg">
        {confirm.error ? <ProblemNotice error={confirm.error} /> : null}
        {plan.error ? <ProblemNotice error={plan.error} /> : null}
        <Card>
          <Select
            label="Learning path"
            required
            searchable
            data={(paths.data ?? []).map(each => ({ value: each.path_id, label: each.name }))}
            value={form.path}
            onChange={path => change({ path })}
          />
        </Card>
        <Whom form={form} change={change} />
        <ByWhen form={form} change={change} />
        <Group justify="flex-end">
          {canBePlanned(form) ? null : (
            <Text size="sm" c="dimmed">
              Choose a path, somebody to assign it to, and by when.
            </Text>
          )}
          <Button
            leftSection={<IconEye size={17} aria-hidden />}
            disabled={!canBePlanned(form)}
            loading={plan.isPending}
            onClick={() => plan.mutate(planDraft(form))}
          >
            Preview
          </Button>
        </Group>
      </Stack>
    </>
  )
}
