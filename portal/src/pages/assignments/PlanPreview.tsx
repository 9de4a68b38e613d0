import { Card, Stack, Tabs, Text } from '@mantine/core'
import type { AssignmentOutlook, AssignmentPlan, OutlookGroup } from '@/api/audiences'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { formatDay } from '@/words/dates'
import { people } from './plan'

const groups: readonly { group: OutlookGroup; label: string; count(plan: AssignmentPlan): number }[] = [
  { group: 'gets_it', label: 'Gets it', count: plan => plan.gets_it_count },
  { group: 'holds_it', label: 'Holds it', count: plan => plan.holds_it_count },
  { group: 'in_progress', label: 'On it already', count: plan => plan.in_progress_count },
  { group: 'exempt', label: 'Exempt', count: plan => plan.exempt_count },
]

function when(outlook: AssignmentOutlook): string {
  if (outlook.group === 'holds_it' || outlook.group === 'exempt') {
    return outlook.until_on ? `Until ${formatDay(outlook.until_on)}` : 'Without an end'
  }
  return outlook.due_on ? `Due ${formatDay(outlook.due_on)}` : 'No due date'
}

/** What an assignment would do, by groups: who gets it, holds it, is on it already, is exempt, and is not found. */
export function PlanPreview({ plan }: { plan: AssignmentPlan }) {
  return (
    <Card>
      <Tabs defaultValue="gets_it">
        <Tabs.List>
          {groups.map(({ group, label, count }) => (
            <Tabs.Tab key={group} value={group}>
              {label} ({count(plan)})
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="not_found">Not in your line ({plan.not_found.length})</Tabs.Tab>
        </Tabs.List>
        {groups.map(({ group, label, count }) => {
          const shown = plan.outlooks.filter(each => each.group === group)
          return (
            <Tabs.Panel key={group} value={group} pt="md">
              <DataList
                label={label}
                idAccessor="person_id"
                records={shown}
                empty={<Empty title="Nobody" />}
                columns={[
                  {
                    accessor: 'name',
                    title: 'Person',
                    render: outlook => (
                      <Text size="sm" fw={560}>
                        {outlook.name}
                      </Text>
                    ),
                  },
                  {
                    accessor: 'when',
                    title: 'When',
                    render: outlook => <Text size="sm">{when(outlook)}</Text>,
                  },
                ]}
              />
              {shown.length < count(plan) ? (
                <Text size="sm" c="dimmed">
                  These are the first {shown.length} of {people(count(plan))}.
                </Text>
              ) : null}
            </Tabs.Panel>
          )
        })}
        <Tabs.Panel value="not_found" pt="md">
          {plan.not_found.length ? (
            <Stack gap={4}>
              {plan.not_found.map(id => (
                <Text key={id} size="sm">
                  {id}
                </Text>
              ))}
            </Stack>
          ) : (
            <Empty title="Everybody was found" />
          )}
        </Tabs.Panel>
      </Tabs>
    </Card>
  )
}
