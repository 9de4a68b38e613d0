import { Alert, Button, Card, Grid, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMediaQuery } from '@mantine/hooks'
import { IconMap2 } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Plans, Self } from '@/api/model'
import { planFor } from '@/api/plans'
import { formErrors, Problem } from '@/api/problem'
import { selfQuery } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { dayOf } from '@/words/dates'
import { GoalFields } from './GoalFields'
import type { GoalAddress } from './goal-address'
import { LimitFields } from './LimitFields'
import classes from './Plans.module.css'
import { PlanView } from './PlanView'
import { lackingInPlan, planForm, planFormFields, planRequest } from './plan-form'
import { counted, differenceOf, planCost } from './plan-words'
import { Ways } from './Ways'

const route = getRouteApi('/plans')

/** The cheapest or quickest set of credentials for a goal. */
export function PlansPage() {
  const address = route.useSearch()
  const self = useQuery(selfQuery())
  return (
    <>
      <PageHeader
        title="Plans"
        lead="The cheapest or quickest set of credentials that covers a role or a list of skills."
      />
      <Loaded query={self}>
        {account => <Planning key={JSON.stringify(address)} address={address} self={account} />}
      </Loaded>
    </>
  )
}

interface Props {
  address: GoalAddress
  self: Self
}

/** The form and what it gives, wherever the goal stands. */
export function Planning({ address, self }: Props) {
  const result = useRef<HTMLDivElement>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const form = useForm({
    initialValues: planForm(address, self.person?.person_id ?? null),
    validate: values => lackingInPlan(values, dayOf(new Date())),
  })
  const plan = useMutation({
    mutationFn: planFor,
    onSuccess: () => {
      if (window.matchMedia('(max-width: 62em)').matches) result.current?.scrollIntoView()
    },
    onError: error => {
      if (!(error instanceof Problem)) {
        setRefusal('Something went wrong.')
        return
      }
      const { atFields, aboveForm } = formErrors(error, planFormFields)
      form.setErrors(atFields)
      setRefusal(aboveForm)
    },
  })
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 4 }}>
        <form
          noValidate
          onSubmit={form.onSubmit(values => {
            setRefusal(null)
            plan.mutate(planRequest(values))
          })}
        >
          <Stack gap="lg">
            {refusal ? (
              <Alert color="clay" role="alert">
                {refusal}
              </Alert>
            ) : null}
            <Card>
              <Title order={2} mb="sm">
                Goal
              </Title>
              <GoalFields form={form} self={self} />
            </Card>
            <Card>
              <Title order={2} mb="sm">
                Limits
              </Title>
              <LimitFields form={form} />
            </Card>
            <Button type="submit" loading={plan.isPending} leftSection={<IconMap2 size={18} aria-hidden />}>
              Make the plan
            </Button>
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8 }}>
        <div ref={result} className={classes.target} aria-live="polite">
          {plan.data ? (
            <Result key={plan.submittedAt} plans={plan.data} />
          ) : (
            <Card>
              <Empty title="No plan yet">
                Say what the goal is and what the plan has to keep to. Nothing of it is stored.
              </Empty>
            </Card>
          )}
        </div>
      </Grid.Col>
    </Grid>
  )
}

function Result({ plans }: { plans: Plans }) {
  const [chosen, setChosen] = useState(0)
  const narrow = useMediaQuery('(max-width: 48em)')
  const all = [plans.plan, ...plans.alternatives]
  const shown = all[chosen] ?? plans.plan
  const open = shown.covered_requirement_ids.length + shown.uncovered.length
  return (
    <Stack gap="lg">
      {plans.met_requirement_ids.length || plans.expected_requirement_ids.length ? (
        <Text size="sm">
          {counted(plans.met_requirement_ids.length, 'requirement')} met already
          {plans.expected_requirement_ids.length
            ? `, ${plans.expected_requirement_ids.length} will be by what is in progress`
            : ''}
          .
        </Text>
      ) : null}
      {all.length > 1 ? (
        <SegmentedControl
          fullWidth
          orientation={narrow ? 'vertical' : 'horizontal'}
          aria-label="Which plan"
          value={String(chosen)}
          onChange={value => setChosen(Number(value))}
          data={all.map((each, index) => ({
            value: String(index),
            label: `${index === 0 ? 'Best' : `Alternative ${index}`}: ${planCost(each)}`,
          }))}
        />
      ) : null}
      {plans.alternatives_complete ? null : (
        <Text size="sm" c="dimmed">
          There was no time to look for all alternatives.
        </Text>
      )}
      {chosen > 0 ? <Text size="sm">{differenceOf(plans.plan, shown)}</Text> : null}
      <PlanView key={chosen} plan={shown} openCount={open} />
      <Ways comparison={plans.comparison} />
    </Stack>
  )
}
