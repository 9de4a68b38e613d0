import { Card, List, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Prerequisite } from '@/api/model'
import { allCredentialsQuery } from '@/api/queries'
import { formatMonths } from '@/words/experience'
import { CredentialLink } from '../links'

/** What has to be there before a credential can be had; nothing where nothing has to. */
export function Prerequisites({ prerequisites }: { prerequisites: readonly Prerequisite[] }) {
  const credentials = useQuery(allCredentialsQuery())
  if (!prerequisites.length) return null
  return (
    <section aria-labelledby="before">
      <Title order={2} id="before" mb="sm">
        What has to be there before
      </Title>
      <Card>
        <List spacing={6}>
          {prerequisites.map(({ credential_id, experience_months, note }) => (
            <List.Item key={credential_id ?? `months-${experience_months}`}>
              {credential_id ? (
                <CredentialLink id={credential_id}>
                  {credentials.data?.find(item => item.credential_id === credential_id)?.name ??
                    credential_id}
                </CredentialLink>
              ) : (
                `${formatMonths(experience_months ?? 0)} of experience`
              )}
              {note ? (
                <Text size="sm" c="dimmed">
                  {note}
                </Text>
              ) : null}
            </List.Item>
          ))}
        </List>
      </Card>
    </section>
  )
}
