import { Button, Checkbox, Fieldset, Stack } from '@mantine/core'
import { useState } from 'react'
import type { FacetValues } from '@/api/model'
import { facetTitles, facetValueName } from '@/words/facets'

const shownAtFirst = 6

interface Props {
  facet: FacetValues
  chosen: readonly string[]
  onToggle(value: string): void
}

/** The values of one facet with how many would be left; those chosen stay in sight. */
export function FacetList({ facet, chosen, onToggle }: Props) {
  const [whole, setWhole] = useState(false)
  const known = new Set(facet.values.map(({ value }) => value))
  const gone = chosen.filter(value => !known.has(value)).map(value => ({ value, label: null, count: 0 }))
  const values = [...gone, ...facet.values]
  if (!values.length) return null
  const shown = whole
    ? values
    : values.filter(({ value }, index) => index < shownAtFirst || chosen.includes(value))
  return (
    <Fieldset legend={facetTitles[facet.facet] ?? facet.facet} variant="unstyled">
      <Stack gap={6} mt={6}>
        {shown.map(({ value, label, count }) => (
          <Checkbox
            key={value}
            size="xs"
            checked={chosen.includes(value)}
            onChange={() => onToggle(value)}
            label={`${facetValueName(facet.facet, value, label)} (${count})`}
          />
        ))}
        {values.length > shown.length ? (
          <Button variant="subtle" size="compact-xs" w="fit-content" onClick={() => setWhole(true)}>
            Show {values.length - shown.length} more of {facetTitles[facet.facet] ?? facet.facet}
          </Button>
        ) : null}
      </Stack>
    </Fieldset>
  )
}
