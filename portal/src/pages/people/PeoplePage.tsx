import { Button, Group, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconRoute, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { departmentsQuery, peoplePagesQuery, rolesQuery, selfQuery } from '@/api/queries'
import { peopleLabel, seesEverybody } from '@/app/navigation'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { MorePages } from '@/ui/MorePages'
import { PageHeader } from '@/ui/PageHeader'
import { personName } from '@/words/names'
import { PersonLink } from '../catalogue/links'

/** Everybody in the organization, for HR and administrators; for an HR partner those of the own departments. */
export function PeoplePage() {
  const [text, setText] = useState('')
  const [query] = useDebouncedValue(text.trim(), 250)
  const [departmentId, setDepartmentId] = useState<string | null>(null)
  const departments = useQuery(departmentsQuery())
  const roles = useQuery(rolesQuery())
  const self = useQuery(selfQuery())
  const people = useInfiniteQuery(peoplePagesQuery({ query, departmentId }))
  const departmentName = new Map(departments.data?.map(item => [item.department_id, item.name]))
  const roleName = new Map(roles.data?.map(item => [item.role_id, item.name]))
  return (
    <>
      <PageHeader
        title={self.data ? peopleLabel(self.data) : 'People'}
        lead={
          self.data && !seesEverybody(self.data)
            ? 'All people of the departments for which you are responsible.'
            : 'All people of the organization.'
        }
        actions={
          <Button
            leftSection={<IconRoute size={18} aria-hidden />}
            renderRoot={root => <Link {...root} to="/assign" />}
          >
            Assign a path
          </Button>
        }
      />
      <Group mb="md">
        <TextInput
          aria-label="Search people"
          placeholder="Search by name or mail address"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          w={{ base: '100%', xs: 300 }}
        />
        <Select
          aria-label="Department"
          placeholder="All departments"
          clearable
          searchable
          value={departmentId}
          onChange={setDepartmentId}
          data={(departments.data ?? []).map(item => ({ value: item.department_id, label: item.name }))}
          w={{ base: '100%', xs: 240 }}
        />
      </Group>
      <Loaded query={people}>
        {data => (
          <>
            <DataList
              label="People"
              idAccessor="person_id"
              paged
              records={data.pages.flatMap(page => page.items)}
              empty={<Empty title="Nobody fits">Try another name or department.</Empty>}
              columns={[
                {
                  accessor: 'name',
                  title: 'Person',
                  render: person => (
                    <>
                      <Text fw={560} size="sm" component="div">
                        <PersonLink id={person.person_id}>{personName(person)}</PersonLink>
                      </Text>
                      <Text size="xs" c="dimmed">
                        {person.email}
                      </Text>
                    </>
                  ),
                },
                { accessor: 'title', title: 'Position', render: person => person.position.title ?? '' },
                {
                  accessor: 'department',
                  title: 'Department',
                  render: person => departmentName.get(person.position.department_id ?? '') ?? '',
                },
                {
                  accessor: 'target',
                  title: 'Target role',
                  render: person => roleName.get(person.target_role_id ?? '') ?? '',
                },
              ]}
            />
            <MorePages list={people}>Show more people</MorePages>
          </>
        )}
      </Loaded>
    </>
  )
}
