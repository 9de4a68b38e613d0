import { infiniteQueryOptions } from '@tanstack/react-query'
import {
  type ExplainPipelineData,
  type ExplainRecertificationData,
  type ExplainSkillGapData,
  type ExplainTrendData,
  type ExplainWorthData,
  explainPipeline,
  explainRecertification,
  explainSkillGap,
  explainTrend,
  explainWorth,
} from './generated'
import { keys } from './queries'

export type {
  ClosedGap,
  FollowingPromotion,
  GapFigure,
  GapPerson,
  HeldCredential,
  Holder,
  PipelinePerson,
  RecertificationFigure,
  TrendFigure,
  TrendPerson,
  WorthFigure,
  WorthPerson,
} from './generated'

export type GapQuestion = NonNullable<ExplainSkillGapData['query']>
export type RecertificationQuestion = NonNullable<ExplainRecertificationData['query']>
export type TrendQuestion = NonNullable<ExplainTrendData['query']>
export type PipelineQuestion = NonNullable<ExplainPipelineData['query']>
export type WorthQuestion = NonNullable<ExplainWorthData['query']>

interface AskedPage {
  readonly limit: number
  readonly cursor: string | null
}

/** Who is behind a figure, fifty people at a time. */
const explained = <A extends { next_cursor: string | null }>(
  report: string,
  question: object,
  ask: (page: AskedPage, signal: AbortSignal) => Promise<{ data: A }>,
) =>
  infiniteQueryOptions({
    queryKey: [...keys.reports, 'explanation', report, question],
    queryFn: async ({ signal, pageParam }) => (await ask({ limit: 50, cursor: pageParam }, signal)).data,
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next_cursor,
  })

/** Who is behind a figure of a gap, and what it rests on for each. */
export const gapExplanationQuery = (question: GapQuestion) =>
  explained('skill-gaps', question, (page, signal) =>
    explainSkillGap({ query: { ...question, ...page }, signal, throwOnError: true }),
  )

/** Whose certifications are behind a figure. */
export const recertificationExplanationQuery = (question: RecertificationQuestion) =>
  explained('recertification', question, (page, signal) =>
    explainRecertification({ query: { ...question, ...page }, signal, throwOnError: true }),
  )

/** Who is behind a figure of a month, with the gaps or credentials that it counts. */
export const trendExplanationQuery = (question: TrendQuestion) =>
  explained('trends', question, (page, signal) =>
    explainTrend({ query: { ...question, ...page }, signal, throwOnError: true }),
  )

/** Who stands at a stage on the way to a role, and by which plan. */
export const pipelineExplanationQuery = (question: PipelineQuestion) =>
  explained('pipeline', question, (page, signal) =>
    explainPipeline({ query: { ...question, ...page }, signal, throwOnError: true }),
  )

/** Who is behind a figure of what credentials were worth. */
export const worthExplanationQuery = (question: WorthQuestion) =>
  explained('worth', question, (page, signal) =>
    explainWorth({ query: { ...question, ...page }, signal, throwOnError: true }),
  )
