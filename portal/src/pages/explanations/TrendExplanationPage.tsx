import { Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type TrendPerson, trendExplanationQuery } from '@/api/explanations'
import { StateBadge } from '@/ui/StateBadge'
import { trendFigure } from '@/words/figures'
import { readinessState } from '@/words/states'
import { Explanation } from './Explanation'
import { CredentialFacts, ReadinessFacts, StandingFacts } from './facts'
import { trendQuestion } from './figure-address'

const route = getRouteApi('/reports/trends/explanation')

function Facts({ person }: { person: TrendPerson }) {
  if (person.gaps.length) {
    return person.gaps.map(gap => (
      <StandingFacts
        key={`${gap.skill_id ?? gap.credential_id ?? gap.requirement_id}-${gap.required_level ?? ''}`}
        personId={person.person_id}
        standing={gap}
      />
    ))
  }
  if (person.credentials.length) return <CredentialFacts credentials={person.credentials} />
  if (person.readiness) return <ReadinessFacts readiness={person.readiness} />
  return <Text size="sm">Without a role to compare with.</Text>
}

/** Who is behind a figure of a month, as it was at its end. */
export function TrendExplanationPage() {
  const { figure, month, ...search } = route.useSearch()
  const question = trendQuestion({ figure, month, ...search })
  return (
    <Explanation
      title={trendFigure(month, figure)}
      report="trends"
      back={{ to: '/reports/trends', search }}
      backTo="Trends"
      question={question}
      behind={useInfiniteQuery(trendExplanationQuery(question))}
      mark={({ readiness }) => (readiness ? <StateBadge state={readinessState(readiness.state)} /> : null)}
      facts={person => <Facts person={person} />}
    />
  )
}
