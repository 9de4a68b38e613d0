import { Button, Card, Select, Stack, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type NotificationPreferences,
  preferencesQuery,
  reminderKeys,
  savePreferences,
} from '@/api/reminders'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { QuietHoursFields } from './QuietHoursFields'

const usualQuiet = { begins: '20:00', ends: '07:00' }
const quietChoices = [
  { value: 'organization', label: 'As my organization has it' },
  { value: 'own', label: 'My own' },
  { value: 'none', label: 'None' },
]

const quietOf = (preferences: NotificationPreferences) =>
  preferences.own_quiet_hours ? (preferences.quiet_hours ? 'own' : 'none') : 'organization'

function PreferencesForm({ preferences }: { preferences: NotificationPreferences }) {
  const client = useQueryClient()
  const [byMail, setByMail] = useState(preferences.by_mail)
  const [zone, setZone] = useState(preferences.time_zone)
  const [digest, setDigest] = useState(preferences.digest_at)
  const [quiet, setQuiet] = useState(quietOf(preferences))
  const [hours, setHours] = useState(preferences.quiet_hours ?? usualQuiet)
  const save = useMutation({
    mutationFn: savePreferences,
    onSuccess: saved => {
      client.setQueryData(reminderKeys.preferences, saved)
      notifications.show({ title: 'Saved', message: 'You are told like this from now on.' })
    },
  })
  return (
    <Card maw={560}>
      <form
        onSubmit={event => {
          event.preventDefault()
          save.mutate({
            version: preferences.version,
            draft: {
              by_mail: byMail,
              time_zone: zone,
              digest_at: digest,
              own_quiet_hours: quiet !== 'organization',
              quiet_hours: quiet === 'own' ? hours : null,
            },
          })
        }}
      >
        <Stack>
          <Switch
            label="Tell me by mail too"
            description="Everything stands in the portal in any case."
            checked={byMail}
            onChange={event => setByMail(event.currentTarget.checked)}
          />
          <Select
            label="Time zone"
            description="Empty: where you work, or else your organization's."
            searchable
            limit={30}
            clearable
            clearButtonProps={{ 'aria-label': 'Clear the time zone' }}
            data={Intl.supportedValuesOf('timeZone')}
            value={zone}
            onChange={setZone}
          />
          <Switch
            label="One message a day"
            checked={digest !== null}
            onChange={event => setDigest(event.currentTarget.checked ? '08:00' : null)}
          />
          {digest === null ? null : (
            <TextInput
              type="time"
              label="At"
              required
              value={digest}
              onChange={event => setDigest(event.currentTarget.value)}
            />
          )}
          <Select
            label="Quiet hours"
            allowDeselect={false}
            data={quietChoices}
            value={quiet}
            onChange={chosen => setQuiet((chosen as typeof quiet | null) ?? 'organization')}
          />
          {quiet === 'own' ? <QuietHoursFields value={hours} onChange={setHours} /> : null}
          {save.error ? <ProblemNotice error={save.error} /> : null}
          <Button type="submit" loading={save.isPending} style={{ alignSelf: 'start' }}>
            Save
          </Button>
        </Stack>
      </form>
    </Card>
  )
}

/** How the signed-in person wants to be told. */
export function PreferencesPage() {
  const preferences = useQuery(preferencesQuery())
  return (
    <>
      <PageHeader title="How I am told" lead="By which way, when, and when not." />
      <Loaded query={preferences}>{data => <PreferencesForm key={data.version} preferences={data} />}</Loaded>
    </>
  )
}
