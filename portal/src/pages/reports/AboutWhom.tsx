import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { departmentsQuery, rolesQuery, teamsQuery } from '@/api/queries'
import { formatDay } from '@/words/dates'
import type { ReportSearch } from './filter'

/** Of which people a figure is told, by the filters of its report; nothing where there are none. */
export function AboutWhom({ search }: { search: ReportSearch }) {
  const departments = useQuery({ ...departmentsQuery(), enabled: Boolean(search.department) })
  const teams = useQuery({ ...teamsQuery(), enabled: Boolean(search.team) })
  const roles = useQuery({ ...rolesQuery(), enabled: Boolean(search.role || search.holds) })
  const department = departments.data?.find(each => each.department_id === search.department)?.name
  const team = teams.data?.find(each => each.team_id === search.team)?.manager_name
  const role = (id: string) => roles.data?.find(each => each.role_id === id)?.name ?? id
  const told = [
    search.department && `${department ?? search.department}${search.alone ? '' : ' with departments below'}`,
    search.team && `team of ${team ?? search.team}${search.sub ? ' with sub-teams' : ''}`,
    search.location && `in ${search.location}`,
    search.holds && `present role ${role(search.holds)}`,
    search.hiredFrom && `hired from ${formatDay(search.hiredFrom)}`,
    search.hiredUntil && `hired until ${formatDay(search.hiredUntil)}`,
    search.role && `compared with ${role(search.role)}`,
    search.on && `at the end of ${formatDay(search.on)}`,
  ].filter(Boolean)
  return told.length ? (
    <Text size="sm" mb={4}>
      Only: {told.join(' · ')}
    </Text>
  ) : null
}
