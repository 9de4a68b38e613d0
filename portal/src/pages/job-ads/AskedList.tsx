import { Badge, Button, Card, Chip, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { AskedFor } from '@/api/model'
import { ShareBar } from '@/ui/ShareBar'
import { levelName } from '@/words/levels'
import classes from './JobAds.module.css'
import { askedKinds, chosenOf, kindsOf, type ListChoice, yearsAsked } from './shopping-list'

const shownAtFirst = 25

interface RowProps {
  asked: AskedFor
  adCount: number
  picked: boolean
  onPick(): void
}

function Row({ asked, adCount, picked, onPick }: RowProps) {
  const said = [
    askedKinds[asked.kind],
    asked.level ? levelName(asked.level) : null,
    asked.years ? yearsAsked({ least_years: asked.years, most_years: null }) : null,
    asked.source === 'phrase' ? "in the ads' words" : null,
  ].filter(Boolean)
  return (
    <li className={classes.row}>
      <button type="button" className={classes.pick} aria-pressed={picked} onClick={onPick}>
        <Stack gap={2} component="span" miw={0} flex="1 1 180px">
          <Text span fw={560} className="sentence" style={{ overflowWrap: 'anywhere' }}>
            {asked.name}
          </Text>
          <Text span size="xs" c="dimmed">
            {said.join(' · ')}
          </Text>
        </Stack>
        <Group gap="sm" component="span" wrap="nowrap">
          <Badge color={asked.must_have ? 'gentian' : 'gray'} component="span">
            {asked.must_have ? 'Must-have' : 'Nice to have'}
          </Badge>
          <ShareBar part={asked.ad_count} of={adCount} counts="ads" />
        </Group>
      </button>
    </li>
  )
}

interface Props {
  title: string
  asked: readonly AskedFor[]
  adCount: number
  pickedKey: string | null
  onPick(key: string | null): void
}

/** What ads ask for, ranked; a click shows where. */
export function AskedList({ title, asked, adCount, pickedKey, onPick }: Props) {
  const [choice, setChoice] = useState<ListChoice>({ kind: null, mustHaveOnly: false, knownOnly: false })
  const [whole, setWhole] = useState(false)
  const fitting = chosenOf(asked, choice)
  const shown = whole ? fitting : fitting.slice(0, shownAtFirst)
  const kinds = kindsOf(asked)
  return (
    <Card component="section" aria-label={title}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{title}</Title>
        <Text size="sm" c="dimmed" role="status">
          {fitting.length === asked.length ? asked.length : `${fitting.length} of ${asked.length}`}
        </Text>
      </Group>
      {asked.length > 5 ? (
        <Group gap={6} mb="sm" role="group" aria-label={`Narrow down ${title.toLowerCase()}`}>
          <Chip
            size="xs"
            checked={choice.mustHaveOnly}
            onChange={mustHaveOnly => setChoice({ ...choice, mustHaveOnly })}
          >
            Must-have
          </Chip>
          <Chip
            size="xs"
            checked={choice.knownOnly}
            onChange={knownOnly => setChoice({ ...choice, knownOnly })}
          >
            Known skills
          </Chip>
          {kinds.length > 1
            ? kinds.map(kind => (
                <Chip
                  key={kind}
                  size="xs"
                  checked={choice.kind === kind}
                  onChange={on => setChoice({ ...choice, kind: on ? kind : null })}
                >
                  {askedKinds[kind]}
                </Chip>
              ))
            : null}
        </Group>
      ) : null}
      {fitting.length ? (
        <ol className={classes.list}>
          {shown.map(each => (
            <Row
              key={each.key}
              asked={each}
              adCount={adCount}
              picked={each.key === pickedKey}
              onPick={() => onPick(each.key === pickedKey ? null : each.key)}
            />
          ))}
        </ol>
      ) : (
        <Text c="dimmed" size="sm">
          Nothing of this kind.
        </Text>
      )}
      {fitting.length > shown.length ? (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setWhole(true)}>
          Show all {fitting.length}
        </Button>
      ) : null}
    </Card>
  )
}
