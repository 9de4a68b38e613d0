import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { PathCairn } from './PathCairn'

interface Props {
  title: string
  children?: ReactNode
}

/** Nothing to show, said kindly, with the next thing to do. */
export function Empty({ title, children }: Props) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <div aria-hidden="true">
        <PathCairn states={['', '', '']} width={84} height={64} />
      </div>
      <Text fw={600}>{title}</Text>
      {children ? (
        <Text size="sm" c="dimmed" maw={420} component="div">
          {children}
        </Text>
      ) : null}
    </Stack>
  )
}
