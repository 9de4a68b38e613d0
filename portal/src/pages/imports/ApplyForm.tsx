import { Button, Card, Checkbox, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileImport } from '@/api/generated'
import { applyImport } from '@/api/imports'
import { ProblemNotice } from '@/ui/ProblemNotice'

interface Props {
  job: FileImport
  onApplied(job: FileImport): void
}

/** What the dry run found, and the decision on it. */
export function ApplyForm({ job, onApplied }: Props) {
  const { found } = job
  const [goodRows, setGoodRows] = useState(false)
  const [marksLeft, setMarksLeft] = useState(false)
  const [leftOn, setLeftOn] = useState(() => new Date().toISOString().slice(0, 10))
  const blocked = found.refused > 0 && !goodRows
  const apply = useMutation({
    mutationFn: () =>
      applyImport(job.import_id, {
        mode: goodRows ? 'good_rows' : 'all_or_nothing',
        left_on: marksLeft ? leftOn : null,
      }),
    onSuccess: onApplied,
  })
  return (
    <Card component="section" aria-label="What it would do" padding="lg">
      <Stack gap="md">
        <Title order={2}>What it would do</Title>
        <Text>
          {found.created} new, {found.changed} changed, {found.unchanged} unchanged, {found.refused} wrong
          {job.kind === 'people' && job.gone_are_listed ? `, ${found.gone} not in the file` : ''}.
        </Text>
        <Radio.Group
          label="If rows are wrong"
          value={goodRows ? 'good_rows' : 'all_or_nothing'}
          onChange={value => setGoodRows(value === 'good_rows')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="all_or_nothing" label="Apply all rows or none" />
            <Radio value="good_rows" label="Apply the good rows, leave out the wrong ones" />
          </Stack>
        </Radio.Group>
        {job.kind === 'people' && job.gone_are_listed && found.gone > 0 ? (
          <>
            <Checkbox
              label={`Mark the ${found.gone} who are not in the file as having left`}
              checked={marksLeft}
              onChange={event => setMarksLeft(event.currentTarget.checked)}
            />
            {marksLeft ? (
              <TextInput
                type="date"
                label="Their last day"
                maw={220}
                value={leftOn}
                onChange={event => setLeftOn(event.currentTarget.value)}
              />
            ) : null}
          </>
        ) : null}
        {job.gone_are_listed ? null : (
          <Text size="sm" c="dimmed">
            More than half of all people are not in this file, so it is not taken for a list of everybody.
          </Text>
        )}
        <Group>
          <Button loading={apply.isPending} disabled={blocked} onClick={() => apply.mutate()}>
            Apply
          </Button>
          {blocked ? (
            <Text size="sm">
              {found.refused === 1 ? '1 row is' : `${found.refused} rows are`} wrong: put that right, or apply
              the good rows only.
            </Text>
          ) : null}
        </Group>
        {apply.error ? <ProblemNotice error={apply.error} /> : null}
      </Stack>
    </Card>
  )
}
