import { ActionIcon, Code, CopyButton, Group, Paper, Stack, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

interface Props {
  /** The API's path with its query, such as /api/v1/reports/skill-gaps?team_id=x. */
  path: string
}

/** The same answer for scripts. */
export function CurlHint({ path }: Props) {
  const command = `curl -H "Authorization: Bearer $TOKEN" '${window.location.origin}${path}'`
  return (
    <Paper withBorder p="md" component="section" aria-label="The same through the API">
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          The same through the API
        </Text>
        <Group gap="xs" wrap="nowrap" align="center">
          <Code
            block
            tabIndex={0}
            flex={1}
            style={{ overflowX: 'auto', whiteSpace: 'pre', background: 'var(--cairn-ground)' }}
          >
            {command}
          </Code>
          <CopyButton value={command}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? 'Copied' : 'Copy'}>
                <ActionIcon variant="default" size="lg" onClick={copy} aria-label="Copy the curl command">
                  {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Paper>
  )
}
