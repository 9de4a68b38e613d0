import { Button, Card, CopyButton, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { feedQuery, makeFeed, reminderKeys, revokeFeed } from '@/api/reminders'
import { Loaded } from '@/ui/Loaded'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { formatInstant } from '@/words/dates'

/** The address of the signed-in person's own calendar: made, copied, taken back. */
export function CalendarFeed() {
  const client = useQueryClient()
  const feed = useQuery(feedQuery())
  const changed = () => client.invalidateQueries({ queryKey: reminderKeys.feed })
  const make = useMutation({ mutationFn: makeFeed, onSuccess: changed })
  const revoke = useMutation({
    mutationFn: revokeFeed,
    onSuccess: () => {
      make.reset()
      return changed()
    },
  })
  const address = make.data ? `${window.location.origin}${make.data.path}` : null
  const failed = make.error ?? revoke.error
  return (
    <Card component="section" aria-labelledby="calendar-feed">
      <Stack>
        <Title order={2} size="h4" id="calendar-feed">
          In your calendar
        </Title>
        <Text size="sm">
          Subscribe to these dates in the calendar that you use. Whoever has the address can read them, so
          keep it to yourself.
        </Text>
        {failed ? <ProblemNotice error={failed} /> : null}
        {address ? (
          <Group align="end">
            <TextInput
              label="Address of your calendar"
              description="It is shown this once."
              readOnly
              value={address}
              flex={1}
            />
            <CopyButton value={address}>
              {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
            </CopyButton>
          </Group>
        ) : null}
        <Loaded query={feed} bars={1}>
          {data => (
            <Group>
              {data.made_at ? <Text size="sm">Made on {formatInstant(data.made_at)}.</Text> : null}
              <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
                {data.made_at ? 'Make a new address' : 'Make an address'}
              </Button>
              {data.made_at ? (
                <Button
                  variant="subtle"
                  color="clay"
                  loading={revoke.isPending}
                  onClick={() => revoke.mutate()}
                >
                  Take it back
                </Button>
              ) : null}
            </Group>
          )}
        </Loaded>
      </Stack>
    </Card>
  )
}
