import {
  Alert,
  Button,
  Card,
  Grid,
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
import { useForm } from '@mantine/form'
import { IconArrowLeft, IconEye } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { assignPath, type Plan, previewAssignment } from '@/api/commands'
import { newIdempotencyKey } from '@/api/idempotency'
import type { AssignmentForecast, AssignmentMade, LearningPath } from '@/api/model'
import { formErrors, Problem } from '@/api/problem'
import { keys, learningPathsQuery, teamsQuery } from '@/api/queries'
import { PageHeader } from '@/ui/PageHeader'
import { PathCairn } from '@/ui/PathCairn'
import { dayOf, formatDay } from '@/words/dates'
import { Forecasts } from './Forecasts'
import { PeoplePicker } from './PeoplePicker'
import { asPlanPointer, forecastCounts, lacking, type PlanForm, people, planFields } from './plan'

const route = getRouteApi('/assign')

function planOf(form: PlanForm): Plan {
  return {
    pathId: form.path_id ?? '',
    personIds: form.people.map(person => person.id),
    teamIds: form.teams,
    includeSubTeams: form.include_sub_teams,
  }
}

function PathOutline({ path }: { path: LearningPath }) {
  return (
    <Group gap="md" wrap="nowrap" align="flex-start">
      <PathCairn states={path.steps.map(() => 'not_started')} width={64} height={60} />
      <Stack gap={2}>
        <Text size="sm">{path.description}</Text>
        <Text size="sm" c="dimmed">
          {path.steps.length} {path.steps.length === 1 ? 'step' : 'steps'}
        </Text>
      </Stack>
    </Group>
  )
}

interface PreviewProps {
  form: PlanForm
  pathName: string
  forecasts: readonly AssignmentForecast[]
  assigning: boolean
  onBack(): void
  onConfirm(): void
}

function Preview({ form, pathName, forecasts, assigning, onBack, onConfirm }: PreviewProps) {
  const counts = forecastCounts(forecasts)
  return (
    <Stack gap="lg">
      <Card>
        <Title order={2} mb={4}>
          {pathName}
        </Title>
        <Text>
          {people(counts.enrolled)} would get the path
          {counts.already ? `, ${people(counts.already)} on it already` : ''}
          {counts.withSomething ? `; ${people(counts.withSomething)} with at least one step complete` : ''}.
        </Text>
        <Text c="dimmed" size="sm" mt={4}>
          {form.due_on ? `Due ${formatDay(form.due_on)}` : 'No due date'}
          {form.note ? ` · “${form.note}”` : ''}
        </Text>
      </Card>
      <Forecasts forecasts={forecasts} />
      <Group justify="space-between">
        <Button variant="default" leftSection={<IconArrowLeft size={17} aria-hidden />} onClick={onBack}>
          Change
        </Button>
        <Button loading={assigning} disabled={counts.enrolled === 0} onClick={onConfirm}>
          Assign to {people(counts.enrolled)}
        </Button>
      </Group>
    </Stack>
  )
}

function Result({ made, pathName, onAgain }: { made: AssignmentMade; pathName: string; onAgain(): void }) {
  const already = made.already_enrolled_person_ids.length
  return (
    <Card role="status">
      <Stack align="center" ta="center" gap="sm" py="lg">
        <PathCairn states={['completed', 'completed', 'completed', 'completed']} width={120} height={104} />
        <Title order={2}>{pathName} is assigned</Title>
        <Text c="dimmed">
          {people(made.enrolled_person_ids.length)} enrolled
          {already ? `, ${people(already)} on it already` : ''}
        </Text>
        <Group mt="sm" justify="center">
          <Button variant="default" onClick={onAgain}>
            Assign another path
          </Button>
          <Button
            renderRoot={root => (
              <Link
                {...root}
                to="/assignments/$assignmentId"
                params={{ assignmentId: made.assignment.assignment_id }}
              />
            )}
          >
            See the assignment
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}

/** Assigns a path: plan, preview, confirm, result. */
export function AssignPage() {
  const search = route.useSearch()
  const client = useQueryClient()
  const today = dayOf(new Date())
  const paths = useQuery(learningPathsQuery())
  const teams = useQuery(teamsQuery())
  const [refusal, setRefusal] = useState<string | null>(null)
  const form = useForm<PlanForm>({
    initialValues: {
      path_id: search.path ?? null,
      people: search.person ? [{ id: search.person, name: search.name ?? search.person }] : [],
      teams: [],
      include_sub_teams: false,
      due_on: '',
      note: '',
    },
    validate: values => lacking(values, today),
  })
  const path = paths.data?.find(candidate => candidate.path_id === form.values.path_id)
  const pathName = path?.name ?? ''

  const showRefusal = (error: unknown) => {
    if (!(error instanceof Problem)) {
      setRefusal('Something went wrong.')
      return
    }
    const moved = error.withFields(
      error.fields.map(field => ({ ...field, pointer: field.pointer ? asPlanPointer(field.pointer) : null })),
    )
    const { atFields, aboveForm } = formErrors(moved, planFields)
    form.setErrors(atFields)
    setRefusal(aboveForm)
  }
  const preview = useMutation({ mutationFn: previewAssignment, onError: showRefusal })
  const assign = useMutation({
    mutationFn: assignPath,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.assignments })
      void client.invalidateQueries({ queryKey: keys.progress })
    },
    onError: error => {
      preview.reset()
      showRefusal(error)
    },
  })

  const header = (
    <PageHeader
      title="Assign a path"
      lead="See who holds what before you confirm. People on the path already stay as they are."
    />
  )

  if (assign.data) {
    return (
      <>
        {header}
        <Result
          made={assign.data}
          pathName={pathName}
          onAgain={() => {
            assign.reset()
            preview.reset()
            form.reset()
          }}
        />
      </>
    )
  }
  if (preview.data) {
    return (
      <>
        {header}
        <Preview
          form={form.values}
          pathName={pathName}
          forecasts={preview.data}
          assigning={assign.isPending}
          onBack={preview.reset}
          onConfirm={() =>
            assign.mutate({
              ...planOf(form.values),
              dueOn: form.values.due_on || null,
              note: form.values.note.trim() || null,
              idempotencyKey: newIdempotencyKey(),
            })
          }
        />
      </>
    )
  }
  return (
    <>
      {header}
      <form
        noValidate
        onSubmit={form.onSubmit(values => {
          setRefusal(null)
          preview.mutate(planOf(values))
        })}
      >
        {refusal ? (
          <Alert color="clay" role="alert" mb="md">
            {refusal}
          </Alert>
        ) : null}
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Card>
              <Stack gap="md">
                <Title order={2}>Whom</Title>
                <PeoplePicker
                  picked={form.values.people}
                  onChange={picked => form.setFieldValue('people', picked)}
                  error={form.errors.people as string | undefined}
                />
                {teams.data?.length ? (
                  <>
                    <MultiSelect
                      label="Whole teams"
                      placeholder={form.values.teams.length ? '' : 'Choose a team by its manager'}
                      searchable
                      clearable
                      data={teams.data.map(team => ({
                        value: team.team_id,
                        label: `${team.manager_name} (${people(team.direct_member_count)})`,
                      }))}
                      {...form.getInputProps('teams')}
                    />
                    <Switch
                      label="With everybody below, not only who reports directly"
                      {...form.getInputProps('include_sub_teams', { type: 'checkbox' })}
                    />
                  </>
                ) : null}
              </Stack>
            </Card>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Card>
              <Stack gap="md">
                <Title order={2}>What and by when</Title>
                <Select
                  label="Learning path"
                  placeholder="Choose a path"
                  withAsterisk
                  searchable
                  nothingFoundMessage="Nothing found"
                  data={(paths.data ?? []).map(candidate => ({
                    value: candidate.path_id,
                    label: candidate.name,
                  }))}
                  {...form.getInputProps('path_id')}
                />
                {path ? <PathOutline path={path} /> : null}
                <TextInput type="date" label="Due date" min={today} {...form.getInputProps('due_on')} />
                <Textarea
                  label="Note"
                  description="What you want to say about it"
                  autosize
                  minRows={2}
                  maxLength={500}
                  {...form.getInputProps('note')}
                />
                <Button
                  type="submit"
                  leftSection={<IconEye size={18} aria-hidden />}
                  loading={preview.isPending}
                >
                  Preview
                </Button>
              </Stack>
            </Card>
          </Grid.Col>
        </Grid>
      </form>
    </>
  )
}
