import { Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { gapExplanationQuery } from '@/api/explanations'
import { credentialQuery, skillQuery } from '@/api/queries'
import { StateBadge } from '@/ui/StateBadge'
import { askedFor, gapFigure } from '@/words/figures'
import { requirementState } from '@/words/states'
import { Explanation } from './Explanation'
import { StandingFacts } from './facts'
import { gapQuestion } from './figure-address'

const route = getRouteApi('/reports/skill-gaps/explanation')

/** Who is asked for something, has it or is short of it, and why. */
export function GapExplanationPage() {
  const { figure, skill, level, credential = '', ...search } = route.useSearch()
  const skillAsked = useQuery({ ...skillQuery(skill ?? ''), enabled: Boolean(skill) })
  const credentialAsked = useQuery({ ...credentialQuery(credential), enabled: Boolean(credential) })
  const name = skill ? (skillAsked.data?.name ?? skill) : (credentialAsked.data?.name ?? credential)
  const question = gapQuestion({ figure, ...(skill && level ? { skill, level } : { credential }), ...search })
  return (
    <Explanation
      title={gapFigure(askedFor(name, level), figure)}
      report="skill-gaps"
      back={{ to: '/reports/skill-gaps', search }}
      backTo="Skill gaps"
      question={question}
      behind={useInfiniteQuery(gapExplanationQuery(question))}
      mark={({ standing }) => <StateBadge state={requirementState(standing.state)} />}
      facts={({ person_id, role_name, standing }) => (
        <>
          {role_name ? <Text size="sm">Asked for by {role_name}</Text> : null}
          <StandingFacts personId={person_id} standing={standing} />
        </>
      )}
    />
  )
}
