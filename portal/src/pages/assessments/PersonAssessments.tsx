import { Button, Card, CopyButton, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { assessmentsQuery } from '@/api/assessments'
import { Problem } from '@/api/problem'
import { selfQuery } from '@/api/queries'
import type { Standing } from '@/app/navigation'
import { Loaded } from '@/ui/Loaded'
import { AssessDialog } from './AssessDialog'
import { AssessmentList } from './AssessmentList'
import { kindsFor } from './assessor-kinds'

interface Props {
  personId: string
  /** What the person is called; where it is not known, "this colleague". */
  personName: string | null
}

/** Where a colleague finds the form. */
const addressFor = (personId: string, name: string) =>
  `${window.location.origin}/people/${encodeURIComponent(personId)}/skills?${new URLSearchParams({ name })}`

function Ask({ personId, name }: { personId: string; name: string }) {
  return (
    <CopyButton value={addressFor(personId, name)}>
      {({ copied, copy }) => (
        <Button variant="subtle" size="compact-md" onClick={copy}>
          {copied ? 'Address copied' : 'Copy the address for a colleague'}
        </Button>
      )}
    </CopyButton>
  )
}

function Found({ personId, personName, self }: Props & { self: Standing }) {
  const [assessing, setAssessing] = useState(false)
  const assessments = useQuery(assessmentsQuery(personId))
  const kinds = kindsFor(self, personId)
  const isOwn = self.person?.person_id === personId
  // A colleague may speak and not read.
  const mayNotRead = assessments.error instanceof Problem && assessments.error.status === 404
  return (
    <Stack gap="sm">
      {mayNotRead ? (
        <Card>
          <Text size="sm">What others said is for the person, managers above, reviewers and HR.</Text>
        </Card>
      ) : (
        <Loaded query={assessments}>{found => <AssessmentList assessments={found} self={self} />}</Loaded>
      )}
      <Group gap="sm">
        {kinds.length ? (
          <Button variant="default" onClick={() => setAssessing(true)}>
            {isOwn ? 'Assess myself' : `Assess ${personName ?? 'this colleague'}`}
          </Button>
        ) : null}
        {isOwn && personName ? <Ask personId={personId} name={personName} /> : null}
      </Group>
      {assessing ? (
        <AssessDialog
          personId={personId}
          personName={isOwn ? null : (personName ?? 'this colleague')}
          kinds={kinds}
          onClose={() => setAssessing(false)}
        />
      ) : null}
    </Stack>
  )
}

/** What was said about a person's skills, and the way to say something. */
export function PersonAssessments(props: Props) {
  const self = useQuery(selfQuery())
  return <Loaded query={self}>{data => <Found {...props} self={data} />}</Loaded>
}
