import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { rolesQuery } from '@/api/queries'
import { requirementCounts } from '@/words/requirements'
import { RoleLink } from '../catalogue/links'
import classes from './roles.module.css'

interface Props {
  roleIds: readonly string[]
  /** What stands at the end of a rung, such as buttons. */
  tools?: (rung: { roleId: string; name: string; place: number }) => ReactNode
}

/** Roles as rungs, from the first to the last. */
export function Rungs({ roleIds, tools }: Props) {
  const roles = useQuery(rolesQuery())
  return (
    <ol className={classes.rungs} aria-label="Rungs">
      {roleIds.map((roleId, place) => {
        const role = roles.data?.find(each => each.role_id === roleId)
        const name = role?.name ?? roleId
        return (
          <li key={roleId} className={classes.rung}>
            <span className={classes.number} aria-hidden="true">
              {place + 1}
            </span>
            <div>
              <Text fw={560}>
                <RoleLink id={roleId}>{name}</RoleLink>
              </Text>
              {role ? (
                <Text size="sm" c="dimmed">
                  {requirementCounts(role.requirements)}
                </Text>
              ) : null}
            </div>
            {tools?.({ roleId, name, place })}
          </li>
        )
      })}
    </ol>
  )
}
