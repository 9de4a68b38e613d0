import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core'

interface Props {
  url: string
  secret: string
  onClose(): void
}

/** A secret, which is shown this once. */
export function SecretShown({ url, secret, onClose }: Props) {
  return (
    <Alert color="gentian" title={`The secret of ${url}`} mb="lg" role="status">
      <Text size="sm" mb="xs">
        Keep it now: it is not shown again. The receiver checks with it that messages come from here.
      </Text>
      <Group gap="sm">
        <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          I have kept it
        </Button>
      </Group>
    </Alert>
  )
}
