import { Group, MultiSelect, NumberInput, SegmentedControl, Stack, TextInput } from '@mantine/core'
import type { ReportScheduleDraft, Weekday } from '@/api/saved-reports'
import { weekdays } from '@/words/schedules'

type Rhythm = 'never' | 'daily' | 'weekly' | 'monthly'

const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone

const begun: Record<Exclude<Rhythm, 'never'>, Pick<ReportScheduleDraft, 'weekdays' | 'month_day'>> = {
  daily: {},
  weekly: { weekdays: ['monday'] },
  monthly: { month_day: 1 },
}

function rhythmOf(schedule: ReportScheduleDraft | null): Rhythm {
  if (!schedule) return 'never'
  if (schedule.month_day) return 'monthly'
  return schedule.weekdays ? 'weekly' : 'daily'
}

interface Props {
  /** null: it is not made by itself. */
  schedule: ReportScheduleDraft | null
  error?: string | undefined
  onChange(schedule: ReportScheduleDraft | null): void
}

/** When a report is made by itself. */
export function ScheduleFields({ schedule, error, onChange }: Props) {
  const rhythm = rhythmOf(schedule)
  const when = { local_time: schedule?.local_time ?? '07:00', time_zone: schedule?.time_zone ?? here() }
  return (
    <Stack gap="sm" component="fieldset" p={0} m={0} miw={0} style={{ border: 0 }} aria-label="Schedule">
      <SegmentedControl
        value={rhythm}
        onChange={value =>
          onChange(value === 'never' ? null : { ...when, ...begun[value as keyof typeof begun] })
        }
        data={[
          { value: 'never', label: 'By hand' },
          { value: 'daily', label: 'Daily' },
          { value: 'weekly', label: 'Weekly' },
          { value: 'monthly', label: 'Monthly' },
        ]}
      />
      {rhythm === 'weekly' ? (
        <MultiSelect
          label="On"
          data={weekdays.map(({ day, name }) => ({ value: day, label: name }))}
          value={schedule?.weekdays ?? []}
          onChange={days => onChange({ ...when, weekdays: days as Weekday[] })}
        />
      ) : null}
      {rhythm === 'monthly' ? (
        <NumberInput
          label="Day of the month"
          description="In a shorter month its last day."
          min={1}
          max={31}
          allowDecimal={false}
          value={schedule?.month_day ?? 1}
          onChange={day => onChange({ ...when, month_day: Number(day) || 1 })}
        />
      ) : null}
      {schedule ? (
        <Group grow align="flex-start">
          <TextInput
            type="time"
            label="At"
            value={schedule.local_time}
            onChange={event => onChange({ ...schedule, local_time: event.currentTarget.value })}
          />
          <TextInput
            label="Time zone"
            value={schedule.time_zone}
            error={error}
            onChange={event => onChange({ ...schedule, time_zone: event.currentTarget.value })}
          />
        </Group>
      ) : null}
    </Stack>
  )
}
