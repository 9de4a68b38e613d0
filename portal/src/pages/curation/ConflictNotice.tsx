import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'

/** Somebody else was faster: nothing was saved, and what they wrote is a click away. */
export function ConflictNotice({ noun, onReload }: { noun: string; onReload(): void }) {
  return (
    <Alert
      color="lichen"
      role="alert"
      icon={<IconUsers aria-hidden />}
      title={`Somebody changed this ${noun} meanwhile`}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          Nothing of yours was saved, so that nothing of theirs is lost. Reload to see what they wrote, then
          make your changes again.
        </Text>
        <Button size="xs" variant="default" onClick={onReload}>
          Reload
        </Button>
      </Stack>
    </Alert>
  )
}
