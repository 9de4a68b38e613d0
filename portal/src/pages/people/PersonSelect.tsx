import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleSearchQuery, personQuery } from '@/api/queries'
import { personName } from '@/words/names'

interface Props {
  label: string
  placeholder?: string
  personId: string | null
  error?: string | null
  onChange(personId: string | null): void
}

/** Chooses one of the people in reach by name. */
export function PersonSelect({ label, placeholder, personId, error, onChange }: Props) {
  const [text, setText] = useState('')
  const [query] = useDebouncedValue(text.trim(), 200)
  const chosen = useQuery({ ...personQuery(personId ?? ''), enabled: personId !== null })
  const chosenName = chosen.data ? personName(chosen.data) : null
  const found = useQuery(peopleSearchQuery(query === chosenName ? '' : query))
  const people = [
    ...(chosen.data ? [chosen.data] : []),
    ...(found.data?.items ?? []).filter(({ person_id }) => person_id !== personId),
  ]
  return (
    <Select
      label={label}
      placeholder={placeholder ?? 'Search by name'}
      searchable
      clearable
      nothingFoundMessage={found.isPending ? 'Loading…' : 'Nobody in your reach fits'}
      // The server has searched already, also in what is not shown.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      data={people.map(person => ({ value: person.person_id, label: personName(person) }))}
      value={personId}
      error={error}
      onChange={onChange}
    />
  )
}
