import {
  ActionIcon,
  Alert,
  Button,
  Card,
  FileButton,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { IconArrowsSplit, IconFileText, IconListSearch, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { analyseDocuments, analyseTexts } from '@/api/job-ads'
import type { JobAdsAnalysis } from '@/api/model'
import { Problem } from '@/api/problem'
import {
  type DraftAd,
  filledAds,
  mostAds,
  nextKey,
  placeNamed,
  splitAds,
  withSplit,
  wrongWithAds,
  wrongWithFiles,
} from './ads-form'

const accepted =
  '.pdf,.docx,application/pdf,application/vnd.openxmlformats-officedocument.wordprocessingml.document'

interface AdFieldProps {
  ad: DraftAd
  place: number
  removable: boolean
  error: string | undefined
  onChange(text: string): void
  onSplit(): void
  onRemove(): void
}

function AdField({ ad, place, removable, error, onChange, onSplit, onRemove }: AdFieldProps) {
  const parts = splitAds(ad.text).length
  return (
    <Stack gap={6}>
      <Textarea
        label={`Ad ${place + 1}`}
        placeholder="Paste the text of a job ad"
        autosize
        minRows={4}
        maxRows={12}
        value={ad.text}
        onChange={event => onChange(event.currentTarget.value)}
        error={error}
      />
      <Group gap="sm">
        {parts > 1 ? (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconArrowsSplit size={15} aria-hidden />}
            onClick={onSplit}
          >
            Split ad {place + 1} into {parts}
          </Button>
        ) : null}
        {removable ? (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconTrash size={15} aria-hidden />}
            onClick={onRemove}
          >
            Remove ad {place + 1}
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}

/** A refusal about single ads or documents, by their place; what is about none of them is left over. */
function refusals(error: unknown): { byPlace: Map<number, string>; left: string | null } {
  if (!error) return { byPlace: new Map(), left: null }
  if (!(error instanceof Problem)) return { byPlace: new Map(), left: 'Something went wrong.' }
  const byPlace = new Map<number, string>()
  const left: string[] = []
  for (const field of error.fields) {
    const place = placeNamed(field.pointer)
    if (place === null) left.push(field.detail)
    else byPlace.set(place, field.detail)
  }
  const above = left.join(' ') || (byPlace.size ? null : error.detail || error.title)
  return { byPlace, left: above }
}

interface Props {
  ads: readonly DraftAd[]
  onAds(ads: DraftAd[]): void
  onAnalysed(analysis: JobAdsAnalysis): void
}

function PasteForm({ ads, onAds, onAnalysed }: Props) {
  const [wrong, setWrong] = useState<Map<number | null, string>>(new Map())
  const analyse = useMutation({
    mutationFn: (filled: readonly DraftAd[]) => analyseTexts(filled.map(({ text }) => text)),
    onSuccess: onAnalysed,
    onError: (error, filled) => {
      const { byPlace, left } = refusals(error)
      const found = new Map<number | null, string>()
      for (const [place, detail] of byPlace) found.set(filled[place]?.key ?? null, detail)
      if (left) found.set(null, left)
      setWrong(found)
    },
  })
  const change = (next: DraftAd[]) => {
    setWrong(new Map())
    onAds(next)
  }
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        const found = wrongWithAds(ads)
        setWrong(found)
        if (!found.size) analyse.mutate(filledAds(ads))
      }}
    >
      <Stack gap="lg">
        {wrong.has(null) ? (
          <Alert color="clay" role="alert">
            {wrong.get(null)}
          </Alert>
        ) : null}
        {ads.map((ad, place) => (
          <AdField
            key={ad.key}
            ad={ad}
            place={place}
            removable={ads.length > 1}
            error={wrong.get(ad.key)}
            onChange={text => change(ads.map(each => (each.key === ad.key ? { ...each, text } : each)))}
            onSplit={() => change(withSplit(ads, ad.key))}
            onRemove={() => change(ads.filter(each => each.key !== ad.key))}
          />
        ))}
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconPlus size={17} aria-hidden />}
            disabled={ads.length >= mostAds}
            onClick={() => change([...ads, { key: nextKey(ads), text: '' }])}
          >
            Add another ad
          </Button>
          <ReadButton reading={analyse.isPending} />
        </Group>
      </Stack>
    </form>
  )
}

function ReadButton({ reading }: { reading: boolean }) {
  return (
    <Button type="submit" loading={reading} leftSection={<IconListSearch size={18} aria-hidden />}>
      Read the ads
    </Button>
  )
}

function UploadForm({ onAnalysed }: Pick<Props, 'onAnalysed'>) {
  const [files, setFiles] = useState<File[]>([])
  const [wrong, setWrong] = useState<string | null>(null)
  const analyse = useMutation({ mutationFn: analyseDocuments, onSuccess: onAnalysed })
  const { byPlace, left } = refusals(analyse.error)
  const change = (next: File[]) => {
    analyse.reset()
    setWrong(null)
    setFiles(next)
  }
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        const found = wrongWithFiles(files)
        setWrong(found)
        if (!found) analyse.mutate(files)
      }}
    >
      <Stack gap="lg">
        {left ? (
          <Alert color="clay" role="alert">
            {left}
          </Alert>
        ) : null}
        <div>
          <Text size="sm" mb={6}>
            PDF or DOCX, one ad each, at most 50
          </Text>
          <FileButton multiple accept={accepted} onChange={chosen => change([...files, ...chosen])}>
            {button => (
              <Button variant="default" leftSection={<IconFileText size={17} aria-hidden />} {...button}>
                Choose documents
              </Button>
            )}
          </FileButton>
          {wrong ? (
            <Text size="sm" mt={6} c="var(--mantine-color-error)" role="alert">
              {wrong}
            </Text>
          ) : null}
        </div>
        {files.length ? (
          <Stack
            component="ul"
            gap={4}
            m={0}
            p={0}
            style={{ listStyle: 'none' }}
            aria-label="Chosen documents"
          >
            {files.map((file, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a document may be chosen twice
              <Group component="li" key={place} justify="space-between" wrap="nowrap">
                <div>
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {file.name}
                  </Text>
                  {byPlace.has(place) ? (
                    <Text size="sm" c="var(--mantine-color-error)" role="alert">
                      {byPlace.get(place)}
                    </Text>
                  ) : null}
                </div>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove ${file.name}`}
                  onClick={() => change(files.filter((_, other) => other !== place))}
                >
                  <IconTrash size={17} aria-hidden />
                </ActionIcon>
              </Group>
            ))}
          </Stack>
        ) : null}
        <Group justify="flex-end">
          <ReadButton reading={analyse.isPending} />
        </Group>
      </Stack>
    </form>
  )
}

/** One to fifty ads, pasted or as documents. */
export function AdsForm({ ads, onAds, onAnalysed }: Props) {
  const [way, setWay] = useState('paste')
  return (
    <Card maw={860}>
      <Stack gap="lg">
        <SegmentedControl
          aria-label="How to give the ads"
          value={way}
          onChange={setWay}
          data={[
            { value: 'paste', label: 'Paste text' },
            { value: 'upload', label: 'Upload documents' },
          ]}
          w="fit-content"
        />
        {way === 'paste' ? (
          <PasteForm ads={ads} onAds={onAds} onAnalysed={onAnalysed} />
        ) : (
          <UploadForm onAnalysed={onAnalysed} />
        )}
        <Text size="xs" c="dimmed">
          The ads are read and forgotten: nothing of them is stored. Lines of dashes (---) part several ads in
          one text.
        </Text>
      </Stack>
    </Card>
  )
}
