import { Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type PipelinePerson, pipelineExplanationQuery } from '@/api/explanations'
import { learningPathQuery, rolesQuery } from '@/api/queries'
import { StateBadge } from '@/ui/StateBadge'
import { dayOf, formatDay } from '@/words/dates'
import { pipelineFigure } from '@/words/figures'
import { pipelineStage } from '@/words/stages'
import { PathLink } from '../catalogue/links'
import { Explanation } from './Explanation'
import { ReadinessFacts } from './facts'
import { pipelineQuestion } from './figure-address'

const route = getRouteApi('/reports/pipeline/explanation')

function PlannedPath({ pathId, dueOn }: { pathId: string; dueOn: string }) {
  const path = useQuery(learningPathQuery(pathId))
  return (
    <Text size="sm" component="div">
      By completing <PathLink id={pathId}>{path.data?.name ?? pathId}</PathLink> on {formatDay(dueOn)}
    </Text>
  )
}

function Plan({ candidate: { ready_at, plan } }: { candidate: PipelinePerson }) {
  if (!ready_at) return null
  return (
    <>
      <Text size="sm">
        Ready from {formatDay(dayOf(new Date(ready_at)))}
        {plan.length ? '' : ': time alone makes it'}
      </Text>
      {plan.map(path => (
        <PlannedPath key={path.enrolment_id} pathId={path.path_id} dueOn={path.due_on} />
      ))}
    </>
  )
}

/** Who stands at a stage on the way to a role, what is lacking, and the plan that leads there. */
export function PipelineExplanationPage() {
  const { line, stage, ...search } = route.useSearch()
  const roles = useQuery(rolesQuery())
  const question = pipelineQuestion({ line, ...(stage ? { stage } : {}), ...search })
  const role = roles.data?.find(each => each.role_id === line)
  return (
    <Explanation
      title={pipelineFigure(role?.name ?? line, stage)}
      report="pipeline"
      back={{ to: '/reports/pipeline', search }}
      backTo="Promotion pipeline"
      question={question}
      behind={useInfiniteQuery(pipelineExplanationQuery(question))}
      mark={candidate => <StateBadge state={pipelineStage(candidate.stage)} />}
      facts={candidate => (
        <>
          <Plan candidate={candidate} />
          <ReadinessFacts readiness={candidate.readiness} />
        </>
      )}
    />
  )
}
