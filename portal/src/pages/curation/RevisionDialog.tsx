import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { formErrors, Problem } from '@/api/problem'
import { Loaded } from '@/ui/Loaded'
import { addDays, dayOf } from '@/words/dates'
import { ImpactSummary } from './ImpactSummary'
import type { AnyEntry, Confirmation, Kind } from './kinds'
import { impactChanged } from './show-refusal'
import { useImpact } from './use-impact'

interface Props<Entry extends AnyEntry> {
  kind: Kind<Entry>
  entry: Entry
  saving: boolean
  /** Why it was not saved the last time. */
  error: Error | null
  onConfirm(confirmed: Confirmation): void
  onClose(): void
}

/** Shows what a change of a published entry touches, and asks from which day on it holds. */
export function RevisionDialog<Entry extends AnyEntry>({
  kind,
  entry,
  saving,
  error,
  onConfirm,
  onClose,
}: Props<Entry>) {
  const impact = useImpact(kind, entry)
  const [effectiveOn, setEffectiveOn] = useState('')
  const stale = impactChanged(error)
  const refused = error instanceof Problem ? formErrors(error, ['effective_on']).atFields.effective_on : null
  return (
    <Modal opened onClose={onClose} title={`Change ${entry.name}`}>
      <Stack>
        <Text size="sm">
          {entry.origin === 'public'
            ? 'This is a public entry. Saving makes your organization’s own version of it, which stands in its place for your organization only.'
            : 'It is in use. Everybody sees the change from its day on.'}
        </Text>
        {stale ? (
          <Alert color="lichen" role="alert" title="What it touches has changed">
            Nothing was saved. Look at what it touches now, then save again.
          </Alert>
        ) : null}
        <Loaded query={impact} bars={2}>
          {data => <ImpactSummary impact={data} />}
        </Loaded>
        <TextInput
          type="date"
          label="Takes effect on"
          description="Left empty, it takes effect at once. A day begins at 00:00 UTC."
          min={addDays(dayOf(new Date()), 1)}
          value={effectiveOn}
          error={refused}
          onChange={event => setEffectiveOn(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Go on editing
          </Button>
          <Button
            loading={saving || impact.isFetching}
            disabled={!impact.data}
            onClick={() =>
              impact.data && onConfirm({ digest: impact.data.digest, effectiveOn: effectiveOn || null })
            }
          >
            {effectiveOn ? 'Schedule the change' : 'Save the change'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
