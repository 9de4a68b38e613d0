import { Card, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Achievement } from '@/api/model'
import { claimsQuery, selfQuery } from '@/api/queries'
import { rubricsQuery } from '@/api/rubrics'
import { assigns } from '@/app/navigation'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { currentVersion } from '../rubrics/rubric-form'
import { ClaimCard } from './ClaimCard'
import { GradingDialog } from './GradingDialog'
import { RefusalDialog } from './RefusalDialog'

const interval = 10_000

/** The claims that wait for a decision, the newest first. */
export function ReviewsPage() {
  const self = useQuery(selfQuery())
  const claims = useQuery({ ...claimsQuery(), refetchInterval: interval })
  const rubrics = useQuery(rubricsQuery())
  const [refusing, setRefusing] = useState<Achievement | null>(null)
  const [grading, setGrading] = useState<Achievement | null>(null)
  const rubricOf = ({ credential_id }: Achievement) => {
    const found = rubrics.data?.find(each => each.credential_id === credential_id)
    return rubrics.data && ((found && currentVersion(found)) ?? null)
  }
  const filled = grading ? rubricOf(grading) : null
  return (
    <>
      <PageHeader
        title="Reviews"
        lead="Claims that wait for a decision. Look at the evidence, then verify or refuse."
      />
      {rubrics.error ? <ProblemNotice error={rubrics.error} onRetry={() => rubrics.refetch()} /> : null}
      <Loaded query={claims}>
        {data =>
          data.length ? (
            <Stack>
              {data.map(claim => (
                <ClaimCard
                  key={claim.achievement_id}
                  claim={claim}
                  selfId={self.data?.person?.person_id}
                  leads={Boolean(self.data && assigns(self.data))}
                  rubric={rubricOf(claim)}
                  onRefuse={() => setRefusing(claim)}
                  onGrade={() => setGrading(claim)}
                />
              ))}
            </Stack>
          ) : (
            <Card>
              <Empty title="Nothing waits">Every claim has been decided.</Empty>
            </Card>
          )
        }
      </Loaded>
      {refusing ? <RefusalDialog claim={refusing} onClose={() => setRefusing(null)} /> : null}
      {grading && filled ? (
        <GradingDialog claim={grading} rubric={filled} onClose={() => setGrading(null)} />
      ) : null}
    </>
  )
}
