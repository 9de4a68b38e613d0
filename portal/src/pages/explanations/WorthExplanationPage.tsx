import { Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Fragment } from 'react'
import { type ClosedGap, type FollowingPromotion, worthExplanationQuery } from '@/api/explanations'
import { credentialQuery, rolesQuery } from '@/api/queries'
import { formatDay } from '@/words/dates'
import { askedFor, worthFigure } from '@/words/figures'
import { Explanation } from './Explanation'
import { CredentialFacts, NamedCredential } from './facts'
import { worthQuestion } from './figure-address'

const route = getRouteApi('/reports/worth/explanation')

function Credentials({ ids }: { ids: readonly string[] }) {
  return ids.map((id, index) => (
    <Fragment key={id}>
      {index ? ', ' : ''}
      <NamedCredential id={id} />
    </Fragment>
  ))
}

function Gap({ gap }: { gap: ClosedGap }) {
  return (
    <Text size="sm" component="div">
      {askedFor(gap.name, gap.level)}, closed by <Credentials ids={gap.credential_ids} />
    </Text>
  )
}

function Promotion({ promotion }: { promotion: FollowingPromotion }) {
  const roles = useQuery(rolesQuery())
  const name = (id: string) => roles.data?.find(role => role.role_id === id)?.name ?? id
  return (
    <Text size="sm" component="div">
      From {name(promotion.from_role_id)} to {name(promotion.to_role_id)} on{' '}
      {formatDay(promotion.promoted_on)}
      {promotion.credential_ids.length ? (
        <>
          , after <Credentials ids={promotion.credential_ids} />
        </>
      ) : null}
    </Text>
  )
}

/** Whose credentials, closed gaps or promotions a figure counts. */
export function WorthExplanationPage() {
  const { figure, credential, ...search } = route.useSearch()
  const named = useQuery({ ...credentialQuery(credential ?? ''), enabled: Boolean(credential) })
  const question = worthQuestion({ figure, ...(credential ? { credential } : {}), ...search })
  return (
    <Explanation
      title={worthFigure(credential && (named.data?.name ?? credential), figure)}
      report="worth"
      back={{ to: '/reports/worth', search }}
      backTo="Worth it?"
      question={question}
      behind={useInfiniteQuery(worthExplanationQuery(question))}
      facts={person => (
        <>
          <CredentialFacts credentials={person.credentials} />
          {person.gaps.map(gap => (
            <Gap key={`${gap.skill_id ?? gap.credential_id}-${gap.level ?? ''}`} gap={gap} />
          ))}
          {person.promotions.map(promotion => (
            <Promotion key={`${promotion.to_role_id}-${promotion.promoted_on}`} promotion={promotion} />
          ))}
        </>
      )}
    />
  )
}
