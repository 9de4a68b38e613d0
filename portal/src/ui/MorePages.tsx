import { Button, Center } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  list: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    fetchNextPage(): unknown
  }
  /** What there is more of. */
  children: ReactNode
}

/** The way to the next page of a list, where there is one. */
export function MorePages({ list, children }: Props) {
  if (!list.hasNextPage) return null
  return (
    <Center mt="md">
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
        {children}
      </Button>
    </Center>
  )
}
