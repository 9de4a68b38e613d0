import { Badge, Card, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { JobAdsAnalysis } from '@/api/model'
import classes from './JobAds.module.css'
import { adName, degreeLevels, yearsAsked } from './shopping-list'

function Line({
  title,
  badge,
  ad,
  sentence,
}: {
  title: string
  badge: ReactNode
  ad: string
  sentence: string
}) {
  return (
    <li className={classes.row}>
      <Stack gap={4} py="sm">
        <Text fw={560} size="sm" component="div">
          {title} {badge}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {ad}: “{sentence.trim()}”
        </Text>
      </Stack>
    </li>
  )
}

/** What no list of skills should swallow: degrees and years of experience, ad by ad. */
export function Apart({ analysis }: { analysis: JobAdsAnalysis }) {
  const { degrees, experience } = analysis
  if (!degrees.length && !experience.length) return null
  return (
    <Card component="section" aria-label="Degrees and experience">
      <Title order={2} mb="xs">
        Degrees and experience
      </Title>
      <ul className={classes.list}>
        {degrees.map(degree => (
          <Line
            key={`degree ${degree.mention.ad} ${degree.mention.start}`}
            title={`${degreeLevels[degree.level]}${degree.field ? ` in ${degree.field}` : ''}`}
            badge={
              <Badge color={degree.is_hard ? 'clay' : 'gray'}>
                {degree.is_hard
                  ? 'Nothing stands in for it'
                  : degree.or_equivalent
                    ? 'Or equivalent'
                    : 'Welcome'}
              </Badge>
            }
            ad={adName(analysis, degree.mention.ad)}
            sentence={degree.mention.sentence}
          />
        ))}
        {experience.map(asked => (
          <Line
            key={`years ${asked.mention.ad} ${asked.mention.start}`}
            title={`${yearsAsked(asked)} of experience`}
            badge={
              <Badge color={asked.mention.must_have ? 'gentian' : 'gray'}>
                {asked.mention.must_have ? 'Must-have' : 'Nice to have'}
              </Badge>
            }
            ad={adName(analysis, asked.mention.ad)}
            sentence={asked.mention.sentence}
          />
        ))}
      </ul>
    </Card>
  )
}
