import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  hrResponsibilitiesQuery,
  hrResponsibilityKeys,
  takeResponsibilityBack,
} from '@/api/hr-responsibilities'
import type { HrResponsibility } from '@/api/model'
import { departmentsQuery, keys } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay } from '@/words/dates'
import { spanStatus } from '@/words/spans'
import { GiveDialog } from './GiveDialog'

const isOpen = (each: HrResponsibility) => each.status === 'active' || each.status === 'upcoming'

function ResponsibilityCard({
  found,
  nameOf,
  onEnd,
}: {
  found: HrResponsibility
  nameOf(departmentId: string): string
  onEnd(): void
}) {
  const departments = found.department_ids.map(nameOf).join(', ')
  return (
    <Card component="article" aria-label={`${found.person_name}, ${departments}`}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} miw={0} flex="1 1 220px">
          <Group gap="xs">
            <Title order={2} size="h3">
              {found.person_name}
            </Title>
            <StateBadge state={spanStatus(found.status)} size="sm" />
          </Group>
          <Text size="sm">{departments}</Text>
          <Text size="sm" c="dimmed">
            {found.until_on
              ? `${formatDay(found.from_on)} to ${formatDay(found.until_on)}`
              : `Since ${formatDay(found.from_on)}, without an end`}
          </Text>
          {found.withdrawal ? <Text size="sm">{found.withdrawal.reason}</Text> : null}
        </Stack>
        {isOpen(found) ? (
          <Button
            size="xs"
            variant="default"
            onClick={onEnd}
            aria-label={`Take back from ${found.person_name}, ${departments}`}
          >
            Take back
          </Button>
        ) : null}
      </Group>
    </Card>
  )
}

/** For which departments HR partners are responsible; for HR and administrators. */
export function HrPartnersPage() {
  const client = useQueryClient()
  const responsibilities = useQuery(hrResponsibilitiesQuery())
  const departments = useQuery(departmentsQuery())
  const [giving, setGiving] = useState(false)
  const [ending, setEnding] = useState<HrResponsibility | null>(null)
  const end = useMutation({
    mutationFn: takeResponsibilityBack,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: hrResponsibilityKeys })
      void client.invalidateQueries({ queryKey: keys.self })
      setEnding(null)
    },
  })
  const names = new Map(departments.data?.map(each => [each.department_id, each.name]))
  return (
    <>
      <PageHeader
        title="HR partners"
        lead="Who is HR for some departments only, with all below them."
        actions={<Button onClick={() => setGiving(true)}>Make somebody responsible</Button>}
      />
      <Loaded query={responsibilities}>
        {items =>
          items.length ? (
            <Stack>
              {items.map(each => (
                <ResponsibilityCard
                  key={each.responsibility_id}
                  found={each}
                  nameOf={departmentId => names.get(departmentId) ?? departmentId}
                  onEnd={() => setEnding(each)}
                />
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="Nobody yet">HR looks after everybody so far.</Empty>
            </Card>
          )
        }
      </Loaded>
      {giving ? <GiveDialog onClose={() => setGiving(false)} /> : null}
      {ending ? (
        <ReasonDialog
          title="Take the responsibility back"
          lead="It ends now. What was done stays."
          action="Take it back"
          error={end.error}
          busy={end.isPending}
          onReason={reason => end.mutate({ responsibilityId: ending.responsibility_id, reason })}
          onClose={() => {
            end.reset()
            setEnding(null)
          }}
        />
      ) : null}
    </>
  )
}
