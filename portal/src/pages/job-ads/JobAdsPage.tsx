import { Button, Grid, Stack, Text } from '@mantine/core'
import { IconArrowLeft, IconDeviceFloppy, IconMap2 } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { JobAdsAnalysis, Self } from '@/api/model'
import { selfQuery } from '@/api/queries'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { addressOf } from '../plans/goal-address'
import { AdReader } from './AdReader'
import { AdsForm } from './AdsForm'
import { Apart } from './Apart'
import { AskedList } from './AskedList'
import type { DraftAd } from './ads-form'
import { CompareCard } from './CompareCard'
import classes from './JobAds.module.css'
import { SaveRoleDialog } from './SaveRoleDialog'

const kept = ['job-ads', 'kept'] as const

/** What was pasted and read: it stays while the tab does, so that one can come back from a plan. */
interface Kept {
  readonly ads: DraftAd[]
  readonly analysis: JobAdsAnalysis | null
}
const nothing: Kept = { ads: [{ key: 1, text: '' }], analysis: null }

/** Reads job ads: what they ask for together, who has it, and the way to a plan. */
export function JobAdsPage() {
  const client = useQueryClient()
  const self = useQuery(selfQuery())
  const { data = nothing } = useQuery<Kept>({
    queryKey: kept,
    queryFn: () => nothing,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  })
  const keep = (next: Partial<Kept>) =>
    client.setQueryData<Kept>(kept, (before = nothing) => ({ ...before, ...next }))
  if (!data.analysis) {
    return (
      <>
        <PageHeader
          title="Job ads"
          lead="Paste the ads of the role you want in two or three years. What recurs in them is your shopping list."
        />
        <AdsForm ads={data.ads} onAds={ads => keep({ ads })} onAnalysed={analysis => keep({ analysis })} />
      </>
    )
  }
  const analysis = data.analysis
  return (
    <Loaded query={self}>
      {account => <Analysis analysis={analysis} self={account} onBack={() => keep({ analysis: null })} />}
    </Loaded>
  )
}

interface Props {
  analysis: JobAdsAnalysis
  self: Self
  onBack(): void
}

function Analysis({ analysis, self, onBack }: Props) {
  const [pickedKey, setPickedKey] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const reader = useRef<HTMLDivElement>(null)
  const everything = [...analysis.skills, ...analysis.licences, ...analysis.certifications]
  const picked = everything.find(({ key }) => key === pickedKey) ?? null
  const pick = (key: string | null) => {
    setPickedKey(key)
    // On a phone the texts stand below the list.
    if (key && window.matchMedia('(max-width: 62em)').matches) reader.current?.scrollIntoView()
  }
  const count = analysis.ads.length
  const { requirements } = analysis.role_proposal
  return (
    <>
      <PageHeader
        title={count === 1 ? 'What the ad asks for' : `What ${count} ads ask for`}
        lead="What more ads ask for stands first."
        actions={
          <>
            <Button variant="default" leftSection={<IconArrowLeft size={17} aria-hidden />} onClick={onBack}>
              Change the ads
            </Button>
            {self.roles.includes('tenant-admin') && requirements.length ? (
              <Button
                variant="default"
                leftSection={<IconDeviceFloppy size={17} aria-hidden />}
                onClick={() => setSaving(true)}
              >
                Save as a draft role
              </Button>
            ) : null}
            {requirements.length ? (
              <Button
                leftSection={<IconMap2 size={18} aria-hidden />}
                renderRoot={root => <Link {...root} to="/plans" search={addressOf(requirements)} />}
              >
                Plan for all of it
              </Button>
            ) : null}
          </>
        }
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="lg" ref={list} className={classes.target ?? ''}>
            {everything.length ? null : (
              <Text>These ads ask for nothing that can be told from the rest.</Text>
            )}
            <AskedList
              title="Skills"
              asked={analysis.skills}
              adCount={count}
              pickedKey={pickedKey}
              onPick={pick}
            />
            {analysis.licences.length ? (
              <AskedList
                title="Licences"
                asked={analysis.licences}
                adCount={count}
                pickedKey={pickedKey}
                onPick={pick}
              />
            ) : null}
            {analysis.certifications.length ? (
              <AskedList
                title="Certifications"
                asked={analysis.certifications}
                adCount={count}
                pickedKey={pickedKey}
                onPick={pick}
              />
            ) : null}
            <Apart analysis={analysis} />
            <CompareCard analysis={analysis} self={self} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <div ref={reader} className={classes.target} style={{ height: '100%' }}>
            <AdReader analysis={analysis} picked={picked} onBack={() => list.current?.scrollIntoView()} />
          </div>
        </Grid.Col>
      </Grid>
      {saving ? <SaveRoleDialog proposal={analysis.role_proposal} onClose={() => setSaving(false)} /> : null}
    </>
  )
}
