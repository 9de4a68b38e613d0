import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem } from '@/api/problem'
import { Empty } from './Empty'
import { PageHeader } from './PageHeader'
import { ProblemNotice } from './ProblemNotice'

interface Answer<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly isPending: boolean
  refetch(): unknown
}

interface Props<T> {
  query: Answer<T>
  /** How many grey bars stand in while it loads. */
  bars?: number
  /** It is what the whole page is about: when it cannot be had, the page's heading says so. */
  page?: boolean
  children(data: T): ReactNode
}

/**
 * Loading, failed, or there. What was loaded before stays on the page when a later refetch fails, with the problem
 * above it.
 */
export function Loaded<T>({ query, bars = 3, page = false, children }: Props<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error ? <ProblemNotice error={query.error} onRetry={() => query.refetch()} /> : null}
        {children(query.data)}
      </>
    )
  }
  if (query.error) {
    if (page && query.error instanceof Problem && query.error.status === 404) {
      return (
        <>
          <PageHeader title={query.error.title} />
          <Empty title={query.error.detail}>Or it is none of what this account may see.</Empty>
        </>
      )
    }
    return (
      <>
        {page ? <PageHeader title={query.error instanceof Problem ? query.error.title : 'Error'} /> : null}
        <ProblemNotice error={query.error} onRetry={() => query.refetch()} />
      </>
    )
  }
  return (
    <Stack gap="sm" role="status">
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: bars }, (_, index) => (
        <Skeleton
          // biome-ignore lint/suspicious/noArrayIndexKey: grey bars have no identity
          key={index}
          height={index === 0 ? 28 : 64}
          radius="md"
          width={index === 0 ? '40%' : '100%'}
        />
      ))}
    </Stack>
  )
}
