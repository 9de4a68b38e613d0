import { Button, Card, Group, ScrollArea, Select, Text, Title } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { AskedFor, JobAdsAnalysis } from '@/api/model'
import { pieces } from './code-points'
import classes from './JobAds.module.css'
import { adName } from './shopping-list'

interface Props {
  analysis: JobAdsAnalysis
  /** Whose mentions are shown; null shows all. */
  picked: AskedFor | null
  onBack(): void
}

/** The ads' texts with what they ask for highlighted. */
export function AdReader({ analysis, picked, onBack }: Props) {
  const [chosen, setChosen] = useState(0)
  const text = useRef<HTMLPreElement>(null)
  const mentions = picked
    ? picked.mentions
    : [...analysis.skills, ...analysis.licences, ...analysis.certifications].flatMap(each => each.mentions)
  const counts = new Map<number, number>()
  for (const { ad } of mentions) counts.set(ad, (counts.get(ad) ?? 0) + 1)
  const place = picked && !counts.has(chosen) ? (picked.mentions[0]?.ad ?? chosen) : chosen
  const pickedKey = picked?.key
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown has changed
  useEffect(() => {
    if (pickedKey) text.current?.querySelector('mark')?.scrollIntoView({ block: 'nearest' })
  }, [pickedKey, place])
  return (
    <Card component="section" aria-label="The ads" className={classes.reader ?? ''}>
      <Group justify="space-between" mb="sm" align="flex-start">
        <Title order={2}>{picked ? 'Where it is asked for' : 'The ads'}</Title>
        <Button
          hiddenFrom="md"
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowUp size={15} aria-hidden />}
          onClick={onBack}
        >
          To the list
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mb="sm" role="status">
        {picked
          ? `“${picked.name}”: ${inWords(picked.mentions.length, 'mention')} in ${inWords(picked.ad_count, 'ad')}`
          : 'Choose something in the list to see where it is asked for.'}
      </Text>
      {analysis.ads.length > 1 ? (
        <Select
          aria-label="Ad"
          mb="sm"
          allowDeselect={false}
          value={String(place)}
          onChange={value => setChosen(Number(value ?? 0))}
          data={analysis.ads.map((_, index) => ({
            value: String(index),
            label: `${adName(analysis, index)} (${inWords(counts.get(index) ?? 0, 'mention')})`,
          }))}
        />
      ) : null}
      <ScrollArea.Autosize
        mah="65vh"
        type="auto"
        offsetScrollbars="y"
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': adName(analysis, place) }}
      >
        <pre className={classes.text} data-chosen={picked !== null} ref={text}>
          {pieces(
            analysis.ads[place]?.text ?? '',
            mentions.filter(({ ad }) => ad === place),
          ).map(piece => (piece.marked ? <mark key={piece.at}>{piece.text}</mark> : piece.text))}
        </pre>
      </ScrollArea.Autosize>
    </Card>
  )
}

const inWords = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
