import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { Loaded } from '@/ui/Loaded'
import { ImpactSummary } from './ImpactSummary'
import type { AnyEntry, Kind } from './kinds'
import { useImpact } from './use-impact'

interface Props<Entry extends AnyEntry> {
  kind: Kind<Entry>
  entry: Entry
  saving: boolean
  onConfirm(): void
  onClose(): void
}

/** Shows what a change of a published entry touches before it is saved. */
export function RevisionDialog<Entry extends AnyEntry>({
  kind,
  entry,
  saving,
  onConfirm,
  onClose,
}: Props<Entry>) {
  const impact = useImpact(kind, entry)
  return (
    <Modal opened onClose={onClose} title={`Change ${entry.name}`}>
      <Stack>
        <Text size="sm">
          {entry.origin === 'public'
            ? 'This is a public entry. Saving makes your organization’s own version of it, which stands in its place for your organization only.'
            : 'It is in use. Everybody sees the change as soon as it is saved.'}
        </Text>
        <Loaded query={impact} bars={2}>
          {data => <ImpactSummary impact={data} />}
        </Loaded>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Go on editing
          </Button>
          <Button loading={saving} disabled={!impact.data} onClick={onConfirm}>
            Save the change
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
