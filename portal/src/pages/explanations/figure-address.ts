import type {
  GapFigure,
  GapQuestion,
  PipelineQuestion,
  RecertificationFigure,
  RecertificationQuestion,
  TrendFigure,
  TrendQuestion,
  WorthFigure,
  WorthQuestion,
} from '@/api/explanations'
import type { PipelineStage } from '@/api/model'
import { gapFigures, recertificationFigures, trendFigures, worthFigures } from '@/words/figures'
import { highestLevel } from '@/words/levels'
import { pipelineStages } from '@/words/stages'
import { apiFilter, type ReportSearch, readReportSearch, usualMonths, worthSince } from '../reports/filter'

/** Which figure of which line of a gap, beside the report's filter. */
export interface GapAddress extends ReportSearch {
  figure: GapFigure
  skill?: string
  level?: number
  credential?: string
}

export interface RecertificationAddress extends ReportSearch {
  figure: RecertificationFigure
  credential: string
}

export interface TrendAddress extends ReportSearch {
  figure: TrendFigure
  /** YYYY-MM. */
  month: string
}

export interface PipelineAddress extends ReportSearch {
  /** The role whose line it is. */
  line: string
  stage?: PipelineStage
}

export interface WorthAddress extends ReportSearch {
  figure: WorthFigure
  /** Without one the figure of all credentials together. */
  credential?: string
}

type Written = Record<string, unknown>

/** An id as it stands in an address; one of digits alone is read as a number. */
const id = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const level = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= highestLevel
    ? value
    : undefined
const oneOf = <T extends string>(known: readonly T[], value: unknown): T | undefined =>
  known.find(each => each === value)

export function readGapAddress(search: Written): GapAddress {
  const skillLevel = level(search.level)
  const asked = id(search.skill)
  return {
    ...readReportSearch(search),
    figure: oneOf(gapFigures, search.figure) ?? 'demanded',
    ...(asked && skillLevel ? { skill: asked, level: skillLevel } : { credential: id(search.credential) }),
  }
}

export const readRecertificationAddress = (search: Written): RecertificationAddress => ({
  ...readReportSearch(search),
  figure: oneOf(recertificationFigures, search.figure) ?? 'valid',
  credential: id(search.credential),
})

export const readTrendAddress = (search: Written): TrendAddress => ({
  ...readReportSearch(search),
  figure: oneOf(trendFigures, search.figure) ?? 'people',
  month: id(search.month),
})

export function readPipelineAddress(search: Written): PipelineAddress {
  const stage = oneOf(pipelineStages, search.stage)
  return { ...readReportSearch(search), line: id(search.line), ...(stage ? { stage } : {}) }
}

export function readWorthAddress(search: Written): WorthAddress {
  const credential = id(search.credential)
  return {
    ...readReportSearch(search),
    figure: oneOf(worthFigures, search.figure) ?? 'gained',
    ...(credential ? { credential } : {}),
  }
}

/** The same as the API takes it. */
export const gapQuestion = ({ figure, skill, level, credential, ...search }: GapAddress): GapQuestion => ({
  ...apiFilter('skill-gaps', search),
  ...(skill ? { line_skill: `${skill}:${level}` } : { line_credential: credential ?? '' }),
  figure,
})

export function recertificationQuestion(address: RecertificationAddress): RecertificationQuestion {
  const { figure, credential, ...search } = address
  return { ...apiFilter('recertification', search), credential_id: credential, figure }
}

export const trendQuestion = ({ figure, month, ...search }: TrendAddress): TrendQuestion => ({
  ...apiFilter('trends', search),
  month,
  figure,
})

export const pipelineQuestion = ({ line, stage, ...search }: PipelineAddress): PipelineQuestion => ({
  ...apiFilter('pipeline', search),
  months: search.months ?? usualMonths.pipeline,
  line_role_id: line,
  ...(stage ? { stage } : {}),
})

export function worthQuestion(address: WorthAddress): WorthQuestion {
  const { figure, credential, ...search } = address
  return {
    ...apiFilter('worth', search),
    from: worthSince(address),
    ...(credential ? { credential_id: credential } : {}),
    figure,
  }
}
