import { Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type Holder, recertificationExplanationQuery } from '@/api/explanations'
import { credentialQuery } from '@/api/queries'
import { dayOf, formatDay, relativeDay } from '@/words/dates'
import { recertificationFigure } from '@/words/figures'
import { Explanation } from './Explanation'
import { recertificationQuestion } from './figure-address'

const route = getRouteApi('/reports/recertification/explanation')

function Ends({ holder }: { holder: Holder }) {
  const last = holder.last_valid_on
  const by = holder.achievement_ids.length
  return (
    <Text size="sm" c="dimmed">
      {last ? `Last valid day ${formatDay(last)}, ${relativeDay(last, dayOf(new Date()))}` : 'Without an end'}
      {by > 1 ? `, by ${by} achievements` : ''}
    </Text>
  )
}

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
      facts={holder => <Ends holder={holder} />}
    />
  )
}
