import { Button, Group, Select, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'
import type { Freshness } from '@/api/model'
import { departmentsQuery, rolesQuery, teamsQuery } from '@/api/queries'
import type { ExportedReport } from '@/api/report-exports'
import { CurlHint } from '@/ui/CurlHint'
import { DayField } from '@/ui/DayField'
import { PageHeader } from '@/ui/PageHeader'
import { formatDay, formatInstant } from '@/words/dates'
import { dimensionName } from '@/words/dimensions'
import { DownloadMenu } from './DownloadMenu'
import { apiPath, dimensions, groupedFilter, type ReportSearch, takes } from './filter'
import { asksMore, type ChangeOfSearch, MoreFilters } from './MoreFilters'
import classes from './ReportFrame.module.css'
import { ReportTabs } from './ReportTabs'
import { SaveReportDialog } from './SaveReportDialog'

interface Props {
  title: string
  lead: string
  /** The report's name in the API. */
  report: ExportedReport
  search: ReportSearch
  onSearch(search: ReportSearch): void
  /** What is compared when nothing is chosen. */
  defaultChoice?: string
  /** What this report asks beside the people, as controls. */
  controls?: ReactNode
  /** The same, as the API takes it. */
  asked?: Readonly<Record<string, string | number | string[]>>
  children: ReactNode
}

/** The day that a report is asked to tell of. */
const DayAsked = createContext<string | undefined>(undefined)

const filled = (search: ReportSearch): ReportSearch =>
  Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== null && value !== undefined && value !== false),
  )

/** What every report has: the way to the others, the filters, and the same through the API. */
export function ReportFrame({
  title,
  lead,
  report,
  search,
  onSearch,
  defaultChoice = '',
  controls,
  asked = {},
  children,
}: Props) {
  const departments = useQuery(departmentsQuery())
  const teams = useQuery(teamsQuery())
  const roles = useQuery(rolesQuery())
  const { roles: byRole, day: byDay, groups: byGroups } = takes[report]
  const change = (part: ChangeOfSearch) => onSearch(filled({ ...search, ...part } as ReportSearch))
  const filter = { ...groupedFilter(report, search), ...asked }
  const path = apiPath(report, filter)
  const [saving, setSaving] = useState(false)
  const [wantsMore, setWantsMore] = useState(false)
  const more = wantsMore || asksMore(search)
  const roleChoices = (roles.data ?? []).map(item => ({ value: item.role_id, label: item.name }))
  return (
    <>
      <PageHeader
        title={title}
        lead={lead}
        actions={
          <>
            <Button variant="default" onClick={() => setSaving(true)}>
              Save
            </Button>
            <DownloadMenu report={report} filter={filter} />
          </>
        }
      />
      {saving ? <SaveReportDialog report={report} query={filter} onClose={() => setSaving(false)} /> : null}
      <ReportTabs search={search} />
      <Group gap="sm" mb="lg" align="flex-end" role="search" aria-label="Filters">
        <Select
          label="Department"
          placeholder="All"
          clearable
          searchable
          selectFirstOptionOnChange
          value={search.department ?? null}
          onChange={department => change({ department, ...(department ? {} : { alone: null }) })}
          data={(departments.data ?? []).map(item => ({ value: item.department_id, label: item.name }))}
          w={{ base: '100%', xs: 210 }}
        />
        <Select
          label="Team"
          placeholder="All"
          clearable
          searchable
          selectFirstOptionOnChange
          value={search.team ?? null}
          onChange={team => change({ team, ...(team ? {} : { sub: null }) })}
          data={(teams.data ?? []).map(item => ({ value: item.team_id, label: item.manager_name }))}
          w={{ base: '100%', xs: 210 }}
        />
        {byRole ? (
          <>
            <Select
              label="Compared with"
              placeholder={defaultChoice}
              clearable
              disabled={Boolean(search.role)}
              value={search.role ? null : (search.choice ?? null)}
              onChange={choice => change({ choice: choice as ReportSearch['choice'] })}
              data={[
                { value: 'own', label: 'Present role' },
                { value: 'target', label: 'Target role' },
                { value: 'next', label: 'Next rung of the ladder' },
              ]}
              w={{ base: '100%', xs: 210 }}
            />
            <Select
              label="Or with one role"
              placeholder="Each one's own"
              clearable
              searchable
              selectFirstOptionOnChange
              value={search.role ?? null}
              onChange={role => change({ role })}
              data={roleChoices}
              w={{ base: '100%', xs: 230 }}
            />
          </>
        ) : null}
        {byDay ? (
          <DayField
            label="As of"
            value={search.on}
            onChange={on => change({ on })}
            w={{ base: '100%', xs: 160 }}
          />
        ) : null}
        {byGroups ? (
          <Select
            label="Grouped by"
            placeholder="Nothing"
            clearable
            value={search.by ?? null}
            onChange={by => change({ by: by as ReportSearch['by'] })}
            data={dimensions.map(value => ({ value, label: dimensionName[value] }))}
            w={{ base: '100%', xs: 160 }}
          />
        ) : null}
        {controls}
        {search.department ? (
          <Switch
            mb={8}
            label="With departments below"
            checked={!search.alone}
            onChange={event => change({ alone: !event.currentTarget.checked })}
          />
        ) : null}
        {search.team ? (
          <Switch
            mb={8}
            label="With sub-teams"
            checked={search.sub ?? false}
            onChange={event => change({ sub: event.currentTarget.checked })}
          />
        ) : null}
        {asksMore(search) ? null : (
          <Button variant="subtle" aria-expanded={more} onClick={() => setWantsMore(!more)}>
            {more ? 'Fewer filters' : 'More filters'}
          </Button>
        )}
      </Group>
      {more ? <MoreFilters search={search} roles={roleChoices} onChange={change} /> : null}
      <DayAsked value={byDay ? search.on : undefined}>{children}</DayAsked>
      <div className={classes.api}>
        <CurlHint path={path} />
      </div>
    </>
  )
}

interface FreshnessNoteProps {
  freshness: Freshness
  peopleCount?: number
  withoutRoleCount?: number
}

const isAhead = (instant: string) => Date.parse(instant) > Date.now() + 60_000

/** Whom an answer is about, and how fresh it is. */
export function FreshnessNote({ freshness, peopleCount, withoutRoleCount }: FreshnessNoteProps) {
  const day = useContext(DayAsked)
  const parts = [
    ...(peopleCount === undefined ? [] : [`${peopleCount} ${peopleCount === 1 ? 'person' : 'people'}`]),
    ...(withoutRoleCount ? [`${withoutRoleCount} more without a role to compare with`] : []),
    `as of ${day ? formatDay(day) : formatInstant(freshness.as_of)}${isAhead(freshness.as_of) ? ', if nobody renews' : ''}`,
    ...(freshness.fresh_as_of ? [`latest change ${formatInstant(freshness.fresh_as_of)}`] : []),
    ...(freshness.lag?.events ? [`${freshness.lag.events} changes on their way`] : []),
  ]
  return (
    <Text size="sm" c="dimmed" mb="sm" className="figures">
      {parts.join(' · ')}
    </Text>
  )
}
