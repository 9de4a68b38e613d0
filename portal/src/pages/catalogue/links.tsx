import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface Props {
  id: string
  children: ReactNode
}

/** To a credential's page. */
export function CredentialLink({ id, children }: Props) {
  return (
    <Anchor
      inherit
      c="inherit"
      renderRoot={root => (
        <Link {...root} to="/catalogue/credentials/$credentialId" params={{ credentialId: id }} />
      )}
    >
      {children}
    </Anchor>
  )
}

/** To a stack's page. */
export function StackLink({ id, children }: Props) {
  return (
    <Anchor
      inherit
      c="inherit"
      renderRoot={root => <Link {...root} to="/catalogue/stacks/$stackId" params={{ stackId: id }} />}
    >
      {children}
    </Anchor>
  )
}

/** To a learning path's page. */
export function PathLink({ id, children }: Props) {
  return (
    <Anchor
      inherit
      c="inherit"
      renderRoot={root => <Link {...root} to="/catalogue/paths/$pathId" params={{ pathId: id }} />}
    >
      {children}
    </Anchor>
  )
}

/** To a person's page. */
export function PersonLink({ id, children }: Props) {
  return (
    <Anchor
      inherit
      c="inherit"
      renderRoot={root => <Link {...root} to="/people/$personId" params={{ personId: id }} />}
    >
      {children}
    </Anchor>
  )
}

/** To a role's page. */
export function RoleLink({ id, children }: Props) {
  return (
    <Anchor
      inherit
      c="inherit"
      renderRoot={root => <Link {...root} to="/catalogue/roles/$roleId" params={{ roleId: id }} />}
    >
      {children}
    </Anchor>
  )
}

/** To a ladder's page. */
export function LadderLink({ id, children }: Props) {
  return (
    <Anchor
      inherit
      c="inherit"
      renderRoot={root => <Link {...root} to="/catalogue/ladders/$ladderId" params={{ ladderId: id }} />}
    >
      {children}
    </Anchor>
  )
}
