import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { skillQuery } from '@/api/queries'
import { searchPagesQuery } from '@/api/search'

interface Props {
  label?: string
  error?: React.ReactNode
  onAdd(skillId: string): void
}

/** Finds a skill by words that forgive typing errors, and adds it. */
export function SkillAdder({ label = 'Add a skill', error, onAdd }: Props) {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [query] = useDebouncedValue(text.trim(), 200)
  const found = useInfiniteQuery(searchPagesQuery({ what: ['skill'], ...(query ? { query } : {}) }))
  const skills =
    found.data?.pages.flatMap(page => page.items.flatMap(({ skill }) => (skill ? [skill] : []))) ?? []
  return (
    <Select
      label={label}
      placeholder="Search the catalogue"
      searchable
      nothingFoundMessage={found.isPending ? 'Loading…' : 'Nothing found'}
      // The server has searched already, also in other names.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      data={skills.map(skill => ({ value: skill.skill_id, label: skill.name }))}
      value={null}
      onChange={skillId => {
        const skill = skills.find(each => each.skill_id === skillId)
        if (!skill) return
        client.setQueryData(skillQuery(skill.skill_id).queryKey, skill)
        onAdd(skill.skill_id)
        setText('')
      }}
      error={error}
    />
  )
}
