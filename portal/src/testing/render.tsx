import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { configureClient } from '@/api/client'
import { client } from '@/api/generated/client.gen'
import { createQueryClient } from '@/app/query-client'
import { portalRouter } from '@/app/router'
import { cssVariables, theme } from '@/app/theme'

interface Session {
  csrfToken?: string
  onSignedOut?: () => void
}

function renderWith(
  page: ReactNode,
  { csrfToken = 'csrf-1', onSignedOut = () => {} }: Session = {},
): { queryClient: QueryClient } {
  client.interceptors.request.clear()
  client.interceptors.error.clear()
  configureClient({ csrfToken: () => csrfToken, onSignedOut })
  const queryClient = createQueryClient()
  render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <Notifications />
      <QueryClientProvider client={queryClient}>{page}</QueryClientProvider>
    </MantineProvider>,
  )
  return { queryClient }
}

/** Opens the whole portal at an address. */
export function openPortal(address: string): void {
  const history = createMemoryHistory({ initialEntries: [address] })
  renderWith(<RouterProvider router={portalRouter(history)} />)
}

/** Renders something as the portal would: with theme, queries and addresses. */
export function renderInPortal(page: ReactNode, session: Session = {}): { queryClient: QueryClient } {
  const root = createRootRoute()
  const here = createRoute({ getParentRoute: () => root, path: '/', component: () => page })
  const elsewhere = createRoute({ getParentRoute: () => root, path: '$', component: () => null })
  const router = createRouter({
    routeTree: root.addChildren([here, elsewhere]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The test's addresses are not the portal's, which the type knows.
  return renderWith(<RouterProvider router={router as never} />, session)
}
