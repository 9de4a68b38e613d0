import { Button, Card, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { exceptionsQuery, withdrawException } from '@/api/exceptions'
import type { GrantedException } from '@/api/model'
import { keys } from '@/api/queries'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay } from '@/words/dates'
import { exceptionKind, spanStatus } from '@/words/spans'

const isOpen = (granted: GrantedException) => granted.status === 'active' || granted.status === 'upcoming'

/** A person's exceptions, with who granted them, why and until when; those that still hold can be taken back. */
export function ExceptionList({ personId, mayWithdraw }: { personId: string; mayWithdraw: boolean }) {
  const client = useQueryClient()
  const exceptions = useQuery(exceptionsQuery(personId))
  const [ending, setEnding] = useState<GrantedException | null>(null)
  const withdraw = useMutation({
    mutationFn: withdrawException,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.progress })
      setEnding(null)
    },
  })
  return (
    <>
      <Loaded query={exceptions} bars={2}>
        {items =>
          items.length ? (
            <Stack gap="sm">
              {items.map(each => (
                <Card
                  key={each.exception_id}
                  component="article"
                  aria-label={`${exceptionKind(each.kind)} until ${formatDay(each.until_on)}`}
                >
                  <Group justify="space-between" align="flex-start" gap="sm">
                    <Stack gap={2} miw={0} flex="1 1 220px">
                      <Group gap="xs">
                        <Text fw={560}>{exceptionKind(each.kind)}</Text>
                        <StateBadge state={spanStatus(each.status)} size="sm" />
                      </Group>
                      <Text size="sm" c="dimmed">
                        {formatDay(each.from_on)} to {formatDay(each.until_on)}
                        {each.granted_by_name ? `, granted by ${each.granted_by_name}` : ''}
                        {each.on_behalf_of ? ' on behalf of another manager' : ''}
                      </Text>
                      <Text size="sm">{each.withdrawal?.reason ?? each.reason}</Text>
                    </Stack>
                    {mayWithdraw && isOpen(each) ? (
                      <Button
                        size="xs"
                        variant="default"
                        onClick={() => setEnding(each)}
                        aria-label={`Take back the ${exceptionKind(each.kind).toLowerCase()} until ${formatDay(each.until_on)}`}
                      >
                        Take back
                      </Button>
                    ) : null}
                  </Group>
                </Card>
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="No exceptions" />
            </Card>
          )
        }
      </Loaded>
      {ending ? (
        <ReasonDialog
          title={`Take back the ${exceptionKind(ending.kind).toLowerCase()}`}
          lead="From now on it does nothing. That it was granted stays on record."
          action="Take back"
          error={withdraw.error}
          busy={withdraw.isPending}
          onReason={reason => withdraw.mutate({ exceptionId: ending.exception_id, reason })}
          onClose={() => {
            withdraw.reset()
            setEnding(null)
          }}
        />
      ) : null}
    </>
  )
}
