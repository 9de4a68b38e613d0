import { Select, Switch, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newIdempotencyKey } from '@/api/idempotency'
import type { ExportedReport } from '@/api/report-exports'
import {
  type ReportScheduleDraft,
  type SavedFormat,
  type SavedReportDraft,
  savedReportKeys,
  saveReport,
} from '@/api/saved-reports'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { formatDay } from '@/words/dates'
import { reportName } from '@/words/exports'
import { fileFormats } from './filter'
import { ScheduleFields } from './ScheduleFields'

interface Props {
  report: ExportedReport
  /** What the page asks, as the API takes it. */
  query: NonNullable<SavedReportDraft['query']>
  onClose(): void
}

/** Keeps the report as it stands, to be made again by hand or by itself. */
export function SaveReportDialog({ report, query, onClose }: Props) {
  const client = useQueryClient()
  const [name, setName] = useState(reportName(report))
  const [format, setFormat] = useState<SavedFormat>('xlsx')
  const [shared, setShared] = useState(false)
  const [schedule, setSchedule] = useState<ReportScheduleDraft | null>(null)
  const save = useMutation({
    mutationFn: saveReport,
    onSuccess: saved => {
      void client.invalidateQueries({ queryKey: savedReportKeys })
      notifications.show({
        color: 'moss',
        title: 'Saved',
        message: `${saved.name} is among the saved reports.`,
      })
      onClose()
    },
  })
  return (
    <FormDialog
      title="Save this report"
      error={save.error}
      fields={['name', 'schedule.time_zone']}
      action="Save"
      busy={save.isPending}
      disabled={!name.trim()}
      onSubmit={() =>
        save.mutate({
          draft: { name: name.trim(), report, query, format, is_shared: shared, schedule },
          idempotencyKey: newIdempotencyKey(),
        })
      }
      onClose={onClose}
    >
      <TextInput
        label="Name"
        withAsterisk
        maxLength={200}
        value={name}
        error={saidAt(save.error, 'name')}
        onChange={event => setName(event.currentTarget.value)}
      />
      <Select
        label="File"
        allowDeselect={false}
        value={format}
        onChange={value => setFormat(value as SavedFormat)}
        data={fileFormats.map(each => ({ value: each.format, label: each.label }))}
      />
      <ScheduleFields
        schedule={schedule}
        error={saidAt(save.error, 'schedule.time_zone')}
        onChange={setSchedule}
      />
      {schedule && query.as_of ? (
        <Text size="sm" c="dimmed">
          It tells of {formatDay(String(query.as_of).slice(0, 10))} each time. Without a day it tells of the
          day on which it is made.
        </Text>
      ) : null}
      <Switch
        label="HR sees it too"
        checked={shared}
        onChange={event => setShared(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}
