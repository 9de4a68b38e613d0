import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

interface Props {
  title: string
  lead?: ReactNode
  actions?: ReactNode
}

/** A page's one first-level heading; it names the browser's tab as well. */
export function PageHeader({ title, lead, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Cairn`
  }, [title])
  return (
    <Group justify="space-between" align="flex-end" gap="md" mb="xl">
      <Stack gap={6} maw={720}>
        <Title order={1}>{title}</Title>
        {lead ? (
          <Text c="dimmed" component="div">
            {lead}
          </Text>
        ) : null}
      </Stack>
      {actions ? <Group gap="sm">{actions}</Group> : null}
    </Group>
  )
}
