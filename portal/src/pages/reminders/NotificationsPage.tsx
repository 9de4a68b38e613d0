import { Anchor, Badge, Button, Card, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { markRead, type Notification, notificationsQuery, reminderKeys } from '@/api/reminders'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { formatInstant } from '@/words/dates'
import { notificationSentence } from '@/words/reminders'

function Message({ message, onRead }: { message: Notification; onRead: () => void }) {
  return (
    <Card component="li">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {formatInstant(message.created_at)}
          </Text>
          {message.read_at ? null : (
            <Group gap="xs">
              <Badge variant="light">New</Badge>
              <Button size="compact-sm" variant="subtle" onClick={onRead}>
                Mark as read
              </Button>
            </Group>
          )}
        </Group>
        {message.items.map(item => (
          <div key={`${item.subject}/${item.credential_id ?? item.enrolment_id}/${item.step}`}>
            <Text fw={message.read_at ? 400 : 600}>{notificationSentence(item)}</Text>
            {item.assigned_path_name ? (
              <Text size="sm">The path {item.assigned_path_name} was assigned to you for it.</Text>
            ) : null}
            {item.why.map(reason => (
              <Text key={reason} size="sm" c="dimmed">
                {reason}
              </Text>
            ))}
          </div>
        ))}
      </Stack>
    </Card>
  )
}

/** What the signed-in person was told, the newest first. */
export function NotificationsPage() {
  const client = useQueryClient()
  const notifications = useQuery(notificationsQuery())
  const read = useMutation({
    mutationFn: markRead,
    onSuccess: () => client.invalidateQueries({ queryKey: reminderKeys.notifications }),
  })
  return (
    <>
      <PageHeader
        title="Notifications"
        lead="What ends, what is due, and who is late."
        actions={
          <Group>
            <Anchor renderRoot={root => <Link {...root} to="/me/preferences" />}>How I am told</Anchor>
            {notifications.data?.unread_count ? (
              <Button variant="default" loading={read.isPending} onClick={() => read.mutate(null)}>
                Mark all as read
              </Button>
            ) : null}
          </Group>
        }
      />
      {read.error ? <ProblemNotice error={read.error} /> : null}
      <Loaded query={notifications}>
        {data =>
          data.items.length ? (
            <Stack component="ul" p={0} m={0}>
              {data.items.map(message => (
                <Message
                  key={message.notification_id}
                  message={message}
                  onRead={() => read.mutate([message.notification_id])}
                />
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="Nothing yet">You are told here before a credential ends or a path is due.</Empty>
            </Card>
          )
        }
      </Loaded>
    </>
  )
}
