import { Card, Group, NumberInput, Progress, Stack, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type HoldingPlan, holdingCostQuery } from '@/api/catalogue-facts'
import type { CostLine, HoldingCost } from '@/api/model'
import { Loaded } from '@/ui/Loaded'
import { formatMonths } from '@/words/experience'
import { costItemName, formatMoney, payerName } from '@/words/money'
import classes from './facts.module.css'

const mostYears = 50
const mostWeeklyHours = 80

function Line({ line }: { line: CostLine }) {
  return (
    <li className={classes.line}>
      <span />
      <div>
        <Text size="sm" fw={560}>
          {costItemName(line.item)}
        </Text>
        <Text size="sm" c="dimmed">
          {line.explanation}
        </Text>
      </div>
      <Text size="sm" fw={560} className="figures">
        {line.amount ? formatMoney(line.amount) : 'Unknown'}
      </Text>
    </li>
  )
}

function totalOf({ total, complete, lines }: HoldingCost): string {
  if (!total) return lines.some(line => !line.amount) || !complete ? 'Unknown' : 'Nothing'
  return complete ? formatMoney(total) : `At least ${formatMoney(total)}`
}

function Shares({ cost }: { cost: HoldingCost }) {
  const whole = cost.total?.minor_units ?? 0
  if (!whole || !cost.shares.length) return null
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        Who usually pays
      </Text>
      <Stack component="ul" gap={8} m={0} p={0} aria-label="Who usually pays" style={{ listStyle: 'none' }}>
        {cost.shares.map(({ payer, amount }) => (
          <li key={payer} className={classes.share}>
            <Text size="sm">{payerName(payer)}</Text>
            <Progress value={(100 * amount.minor_units) / whole} size="md" radius="xl" aria-hidden="true" />
            <Text size="sm" className="figures">
              {formatMoney(amount)}
            </Text>
          </li>
        ))}
      </Stack>
    </Stack>
  )
}

function Account({ cost }: { cost: HoldingCost }) {
  return (
    <Stack gap="md">
      {cost.months === null ? null : (
        <Text size="sm">
          {cost.months
            ? `About ${formatMonths(cost.months)} of learning at that pace.`
            : 'Nothing to learn first.'}
        </Text>
      )}
      <div>
        <ul className={classes.lines} aria-label="What is paid">
          {cost.lines.map(line => (
            <Line key={line.item} line={line} />
          ))}
        </ul>
        <div className={classes.total}>
          <Text fw={640}>In all</Text>
          <Text fw={640} className="figures">
            {totalOf(cost)}
          </Text>
        </div>
      </div>
      <Shares cost={cost} />
      {cost.remarks.map(remark => (
        <Text size="sm" c="dimmed" key={remark}>
          {remark}
        </Text>
      ))}
    </Stack>
  )
}

/** What a credential costs to get and to keep over some years, at the learner's pace. */
export function HoldingCostCard({ credentialId }: { credentialId: string }) {
  const [plan, setPlan] = useState<HoldingPlan>({ years: 3, weeklyHours: 5 })
  const [asked] = useDebouncedValue(plan, 250)
  const cost = useQuery(holdingCostQuery(credentialId, asked))
  const change = (part: Partial<HoldingPlan>) => setPlan(before => ({ ...before, ...part }))
  return (
    <section aria-labelledby="cost">
      <Title order={2} id="cost" mb="sm">
        What it costs to hold
      </Title>
      <Card>
        <Group gap="md" mb="md">
          <NumberInput
            label="Years held"
            min={1}
            max={mostYears}
            allowDecimal={false}
            clampBehavior="strict"
            w={120}
            value={plan.years}
            onChange={years => typeof years === 'number' && change({ years })}
          />
          <NumberInput
            label="Hours a week"
            min={1}
            max={mostWeeklyHours}
            allowDecimal={false}
            clampBehavior="strict"
            w={120}
            value={plan.weeklyHours}
            onChange={weeklyHours => typeof weeklyHours === 'number' && change({ weeklyHours })}
          />
        </Group>
        <Loaded query={cost}>{data => <Account cost={data} />}</Loaded>
      </Card>
    </section>
  )
}
