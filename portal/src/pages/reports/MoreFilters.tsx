import { Group, Select, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { DayField } from '@/ui/DayField'
import type { ReportSearch } from './filter'

/** What becomes different in a filter; null takes a condition away. */
export type ChangeOfSearch = { [field in keyof ReportSearch]?: ReportSearch[field] | null | undefined }

interface Props {
  search: ReportSearch
  roles: { value: string; label: string }[]
  onChange(changed: ChangeOfSearch): void
}

/** Whether the filter says something that stands behind "More filters". */
export const asksMore = ({ location, holds, hiredFrom, hiredUntil }: ReportSearch): boolean =>
  Boolean(location || holds || hiredFrom || hiredUntil)

/** Conditions that are asked for less often: where people work, which role they have, and when they were hired. */
export function MoreFilters({ search, roles, onChange }: Props) {
  const [location, setLocation] = useState(search.location ?? '')
  useEffect(() => setLocation(search.location ?? ''), [search.location])
  const settle = () => onChange({ location: location.trim() || null })
  return (
    <Group gap="sm" mb="lg" align="flex-end" role="search" aria-label="More filters">
      <TextInput
        label="Location"
        placeholder="All"
        value={location}
        onChange={event => setLocation(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={event => (event.key === 'Enter' ? settle() : undefined)}
        w={{ base: '100%', xs: 210 }}
      />
      <Select
        label="Present role is"
        placeholder="Any"
        clearable
        searchable
        selectFirstOptionOnChange
        value={search.holds ?? null}
        onChange={holds => onChange({ holds })}
        data={roles}
        w={{ base: '100%', xs: 230 }}
      />
      <DayField
        label="Hired from"
        value={search.hiredFrom}
        onChange={hiredFrom => onChange({ hiredFrom })}
        w={{ base: '100%', xs: 160 }}
      />
      <DayField
        label="Hired until"
        value={search.hiredUntil}
        onChange={hiredUntil => onChange({ hiredUntil })}
        w={{ base: '100%', xs: 160 }}
      />
    </Group>
  )
}
