import { Alert, Badge, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Plan, PlanStep } from '@/api/model'
import { issuersQuery } from '@/api/queries'
import { formatMoney } from '@/words/money'
import { kindName } from '@/words/states'
import { CredentialLink } from '../catalogue/links'
import { AskButton } from '../requests/AskButton'
import classes from './Plans.module.css'
import { counted, gapOf, payingOf, planCost, planTime, stepCost } from './plan-words'

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={600} className="figures">
        {value}
      </Text>
    </div>
  )
}

function Step({ step, place, issuer }: { step: PlanStep; place: number; issuer: string }) {
  return (
    <li className={classes.step}>
      <span className={classes.place} aria-hidden="true">
        {place}
      </span>
      <Stack gap={4} miw={0}>
        <Text fw={600} component="div">
          <CredentialLink id={step.credential_id}>{step.credential_name}</CredentialLink>
        </Text>
        <Text size="sm" c="dimmed">
          {[
            kindName(step.kind),
            issuer,
            stepCost(step),
            step.effort_hours ? counted(step.effort_hours, 'hour') : 'hours unknown',
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Text size="sm">{step.explanation}</Text>
      </Stack>
    </li>
  )
}

interface Props {
  plan: Plan
  /** How many requirements there are to cover. */
  openCount: number
}

/** One plan: its figures, its steps in order, and what it leaves uncovered and why. */
export function PlanView({ plan, openCount }: Props) {
  const issuers = useQuery(issuersQuery())
  const issuerNames = new Map(issuers.data?.map(issuer => [issuer.issuer_id, issuer.name]))
  const gap = gapOf(plan)
  const paid = payingOf(plan)
  return (
    <Stack gap="lg">
      <Card>
        {plan.steps.length ? (
          <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
            <Figure label="Cost" value={planCost(plan)} />
            <Figure label="Time" value={planTime(plan)} />
            <Figure label="Covered" value={`${plan.covered_requirement_ids.length} of ${openCount}`} />
            <Figure label="Steps" value={String(plan.steps.length)} />
          </SimpleGrid>
        ) : null}
        {paid ? (
          <Text size="sm" mt="sm">
            {paid}
          </Text>
        ) : null}
        {gap ? (
          <Alert color="lichen" mt="md" variant="light">
            {gap}
          </Alert>
        ) : null}
        {plan.steps.length ? (
          <ol className={classes.steps} aria-label="Steps">
            {plan.steps.map((step, index) => (
              <Step
                key={step.credential_id}
                step={step}
                place={index + 1}
                issuer={issuerNames.get(step.issuer_id) ?? ''}
              />
            ))}
          </ol>
        ) : (
          <Text mt={gap ? 'md' : 0}>Nothing in the catalogue covers any of it within these limits.</Text>
        )}
        {plan.steps.length ? (
          <Group mt="md">
            <AskButton
              asked={{ kind: 'collection', credentialIds: plan.steps.map(step => step.credential_id) }}
              name="this plan"
              label="Propose this plan"
            />
          </Group>
        ) : null}
      </Card>
      {plan.uncovered.length ? (
        <Card component="section" aria-label="What stays uncovered">
          <Title order={2} mb="xs">
            What stays uncovered
          </Title>
          <ul className={classes.steps}>
            {plan.uncovered.map(shortfall => (
              <li key={shortfall.requirement_id} className={classes.part}>
                <Stack gap={4} align="flex-start">
                  <Badge color={shortfall.weight ? 'gray' : 'clay'}>
                    {shortfall.weight ? 'Helps' : 'Must-have'}
                  </Badge>
                  <Text size="sm" className="sentence">
                    {shortfall.explanation}
                    {shortfall.more_cost ? ` ${formatMoney(shortfall.more_cost)} more would be needed.` : ''}
                    {shortfall.more_hours
                      ? ` ${counted(shortfall.more_hours, 'more hour')} would be needed.`
                      : ''}
                  </Text>
                </Stack>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </Stack>
  )
}
