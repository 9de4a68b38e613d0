import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { recertificationExplanationQuery } from '@/api/explanations'
import { credentialQuery } from '@/api/queries'
import { recertificationFigure } from '@/words/figures'
import { Explanation } from './Explanation'
import { ValidityFacts } from './facts'
import { recertificationQuestion } from './figure-address'

const route = getRouteApi('/reports/recertification/explanation')

/** Whose certifications a figure counts, and until when they are valid. */
export function RecertificationExplanationPage() {
  const { figure, credential, ...search } = route.useSearch()
  const named = useQuery({ ...credentialQuery(credential), enabled: Boolean(credential) })
  const question = recertificationQuestion({ figure, credential, ...search })
  return (
    <Explanation
      title={recertificationFigure(named.data?.name ?? credential, figure)}
      report="recertification"
      back={{ to: '/reports/recertification', search }}
      backTo="Recertification"
      question={question}
      behind={useInfiniteQuery(recertificationExplanationQuery(question))}
      facts={holder => <ValidityFacts holder={holder} />}
    />
  )
}
