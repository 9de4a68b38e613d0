import { Button, Card, NumberInput, Select, Stack, Switch, Table, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { selfQuery } from '@/api/queries'
import {
  failedDeliveriesQuery,
  type ReminderSettings,
  reminderKeys,
  saveSettings,
  settingsQuery,
} from '@/api/reminders'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { formatInstant } from '@/words/dates'
import { parseDays } from '@/words/reminders'
import { QuietHoursFields } from './QuietHoursFields'

const wrongDays = 'Give whole days, such as 90, 60, 30, 7.'

function SettingsForm({ settings, editable }: { settings: ReminderSettings; editable: boolean }) {
  const client = useQueryClient()
  const [expiry, setExpiry] = useState(settings.before_expiry_days.join(', '))
  const [due, setDue] = useState(settings.before_due_days.join(', '))
  const [late, setLate] = useState(settings.escalate_after_days)
  const [zone, setZone] = useState(settings.time_zone)
  const [isQuiet, setIsQuiet] = useState(settings.quiet_hours !== null)
  const [quiet, setQuiet] = useState(settings.quiet_hours ?? { begins: '20:00', ends: '07:00' })
  const save = useMutation({
    mutationFn: saveSettings,
    onSuccess: saved => {
      client.setQueryData(reminderKeys.settings, saved)
      notifications.show({ title: 'Saved', message: 'New steps count from now on.' })
    },
  })
  const expiryDays = parseDays(expiry)
  const dueDays = parseDays(due)
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (!expiryDays || !dueDays) return
        save.mutate({
          version: settings.version,
          draft: {
            before_expiry_days: expiryDays,
            before_due_days: dueDays,
            escalate_after_days: late,
            time_zone: zone,
            quiet_hours: isQuiet ? quiet : null,
          },
        })
      }}
    >
      <Stack>
        <TextInput
          label="Days before a credential ends"
          disabled={!editable}
          value={expiry}
          error={expiryDays ? null : wrongDays}
          onChange={event => setExpiry(event.currentTarget.value)}
        />
        <TextInput
          label="Days before a path is due"
          disabled={!editable}
          value={due}
          error={dueDays ? null : wrongDays}
          onChange={event => setDue(event.currentTarget.value)}
        />
        <NumberInput
          label="Days after which the manager is told"
          description="Empty: never."
          disabled={!editable}
          min={1}
          max={730}
          allowDecimal={false}
          value={late ?? ''}
          onChange={value => setLate(typeof value === 'number' ? value : null)}
        />
        <Select
          label="Time zone"
          description="For whoever has none."
          searchable
          limit={30}
          allowDeselect={false}
          disabled={!editable}
          data={[...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]}
          value={zone}
          onChange={value => setZone(value ?? 'UTC')}
        />
        <Switch
          label="Quiet hours"
          disabled={!editable}
          checked={isQuiet}
          onChange={event => setIsQuiet(event.currentTarget.checked)}
        />
        {isQuiet ? <QuietHoursFields value={quiet} disabled={!editable} onChange={setQuiet} /> : null}
        {save.error ? <ProblemNotice error={save.error} /> : null}
        {editable ? (
          <Button type="submit" loading={save.isPending} style={{ alignSelf: 'start' }}>
            Save
          </Button>
        ) : null}
      </Stack>
    </form>
  )
}

function FailedMails() {
  const failed = useQuery(failedDeliveriesQuery())
  return (
    <Loaded query={failed}>
      {data =>
        data.items.length ? (
          <Table.ScrollContainer minWidth={480}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Person</Table.Th>
                  <Table.Th>Told on</Table.Th>
                  <Table.Th>Attempts</Table.Th>
                  <Table.Th>What went wrong</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.items.map(mail => (
                  <Table.Tr key={mail.notification_id}>
                    <Table.Td>{mail.person_name ?? mail.person_id}</Table.Td>
                    <Table.Td>{formatInstant(mail.created_at)}</Table.Td>
                    <Table.Td>{mail.attempts}</Table.Td>
                    <Table.Td>{mail.fault}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        ) : (
          <Empty title="No mail has failed">
            Whoever was to be told has the message in the portal in any case.
          </Empty>
        )
      }
    </Loaded>
  )
}

/** When the organization reminds its people, and which mails did not reach them. */
export function RemindersPage() {
  const self = useQuery(selfQuery())
  const settings = useQuery(settingsQuery())
  const editable = self.data?.roles.includes('tenant-admin') ?? false
  return (
    <>
      <PageHeader title="Reminders" lead="When people are told what ends and what is due." />
      <Stack gap="xl">
        <Card maw={560}>
          <Loaded query={settings}>
            {data => <SettingsForm key={data.version} settings={data} editable={editable} />}
          </Loaded>
        </Card>
        <Card component="section" aria-labelledby="failed-mails">
          <Title order={2} size="h4" id="failed-mails" mb="sm">
            Mails that failed
          </Title>
          <FailedMails />
        </Card>
      </Stack>
    </>
  )
}
