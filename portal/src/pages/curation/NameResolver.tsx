import { Badge, Card, Group, List, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { issuerResolutionQuery } from '@/api/issuers'
import { ProblemNotice } from '@/ui/ProblemNotice'

/** Says which issuer a name means, however people write it. */
export function NameResolver() {
  const [text, setText] = useState('')
  const [name] = useDebouncedValue(text.trim(), 250)
  const resolution = useQuery(issuerResolutionQuery(name))
  const found = name ? resolution.data : undefined
  return (
    <Card component="section" aria-labelledby="resolve" mb="lg">
      <Title order={2} id="resolve" mb={4}>
        Whom does a name mean?
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        However it is written: “linked in learning”, “Google Career Certs”.
      </Text>
      <TextInput
        aria-label="Name of an issuer"
        placeholder="A name as people write it"
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={200}
        maw={420}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      <div role="status">
        {resolution.error ? <ProblemNotice error={resolution.error} /> : null}
        {found ? (
          found.candidates.length ? (
            <List listStyleType="none" spacing={6} mt="md" aria-label="Issuers that it may mean">
              {found.candidates.map((candidate, place) => (
                <List.Item key={candidate.issuer_id}>
                  <Group gap="xs">
                    <Text fw={560}>{candidate.name}</Text>
                    <Text size="sm" c="dimmed">
                      {candidate.matched_name === candidate.name ? '' : `by “${candidate.matched_name}”, `}
                      {candidate.confidence} % sure
                    </Text>
                    {place === 0 && found.certain ? <Badge color="moss">This one</Badge> : null}
                  </Group>
                </List.Item>
              ))}
            </List>
          ) : (
            <Text size="sm" mt="md">
              No issuer that it could mean.
            </Text>
          )
        ) : null}
      </div>
    </Card>
  )
}
