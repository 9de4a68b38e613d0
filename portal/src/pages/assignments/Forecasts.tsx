import { Group, Stack, Text } from '@mantine/core'
import type { AssignmentForecast } from '@/api/model'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { PathCairn } from '@/ui/PathCairn'
import { StateBadge } from '@/ui/StateBadge'
import { stepState } from '@/words/states'

const outcome = {
  will_be_enrolled: { label: 'Gets the path', color: 'gentian' },
  already_enrolled: { label: 'On it already', color: 'gray' },
} as const

function Held({ forecast }: { forecast: AssignmentForecast }) {
  const begun = forecast.steps.filter(step => step.state !== 'not_started' && step.state !== 'locked')
  if (!begun.length) {
    return (
      <Text size="sm" c="dimmed">
        Nothing yet
      </Text>
    )
  }
  return (
    <Stack gap={4}>
      {begun.map(step => (
        <Group key={step.step_id} gap="xs">
          <Text size="sm">{step.name}</Text>
          <StateBadge state={stepState(step.state)} size="xs" />
        </Group>
      ))}
    </Stack>
  )
}

/** What assigning would do, person by person: who holds what, and who is on the path already. */
export function Forecasts({ forecasts }: { forecasts: readonly AssignmentForecast[] }) {
  return (
    <DataList
      label="Preview"
      idAccessor="person_id"
      records={forecasts}
      empty={<Empty title="Nobody is in this audience" />}
      columns={[
        {
          accessor: 'name',
          title: 'Person',
          render: forecast => (
            <Text size="sm" fw={560}>
              {forecast.name}
            </Text>
          ),
        },
        {
          accessor: 'forecast',
          title: 'Outcome',
          render: forecast => <StateBadge state={outcome[forecast.forecast]} />,
        },
        {
          accessor: 'completed_steps',
          title: 'Complete',
          render: forecast => (
            <Group gap="sm" wrap="nowrap">
              <PathCairn states={forecast.steps.map(step => step.state)} width={44} height={38} />
              <Text size="sm" className="figures">
                {forecast.completed_steps} of {forecast.steps.length}
              </Text>
            </Group>
          ),
        },
        { accessor: 'held', title: 'Holds already', render: forecast => <Held forecast={forecast} /> },
      ]}
    />
  )
}
