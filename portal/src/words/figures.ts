import type { GapFigure, RecertificationFigure, TrendFigure, WorthFigure } from '@/api/explanations'
import type { PipelineStage } from '@/api/model'
import { formatMonth } from './dates'
import { levelName } from './levels'
import { pipelineStage } from './stages'

const gaps: Record<GapFigure, string> = {
  demanded: 'who is asked for it',
  supplied: 'who has it',
  short: 'who is short of it',
}

const recertifications: Record<RecertificationFigure, string> = {
  valid: 'who holds it',
  due_in_7_days: 'whose validity ends within 7 days',
  due_in_30_days: 'whose validity ends within 30 days',
  due_in_60_days: 'whose validity ends within 60 days',
  due_in_90_days: 'whose validity ends within 90 days',
  lapsed: 'whose validity has lapsed',
  suspended: 'who is suspended',
  in_grace: 'who is in grace',
}

const trends: Record<TrendFigure, string> = {
  people: 'people',
  compared: 'people compared with a role',
  ready: 'people ready for their role',
  gaps_open: 'open gaps',
  gaps_opened: 'gaps that opened',
  gaps_closed: 'gaps that were closed',
  gaps_gone: 'gaps that nobody asks about any more',
  credentials_valid: 'credentials that count',
  credentials_gained: 'credentials gained',
  credentials_lapsed: 'credentials that lapsed',
}

const worths: Record<WorthFigure, string> = {
  gained: 'who gained it',
  gaps_closed: 'gaps that it closed',
  promotions_followed: 'promotions that followed it',
  held: 'who holds it',
  promotions: 'promotions',
  used: 'holders whose credential a role uses',
  unused: 'holders whose credential no role uses',
}

/** Every figure of each report that can be explained. */
export const gapFigures = Object.keys(gaps) as readonly GapFigure[]
export const recertificationFigures = Object.keys(recertifications) as readonly RecertificationFigure[]
export const trendFigures = Object.keys(trends) as readonly TrendFigure[]
export const worthFigures = Object.keys(worths) as readonly WorthFigure[]

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What is asked for, with its level where it is a skill: "Python, Practitioner". */
export const askedFor = (name: string, level: number | null | undefined): string =>
  level ? `${name}, ${levelName(level)}` : name

/** What a figure of a gap counts: "Python, Practitioner: who is short of it". */
export const gapFigure = (line: string, figure: GapFigure): string => `${sentenceCase(line)}: ${gaps[figure]}`

/** What a figure of recertification counts. */
export const recertificationFigure = (credential: string, figure: RecertificationFigure): string =>
  `${credential}: ${recertifications[figure]}`

/** What a figure of a month counts: "Mar 2026: open gaps". */
export const trendFigure = (month: string, figure: TrendFigure): string =>
  `${formatMonth(month)}: ${trends[figure]}`

/** What a figure of the pipeline counts; without a stage everybody on the way. */
export const pipelineFigure = (role: string, stage: PipelineStage | undefined): string =>
  `${role}: ${stage ? pipelineStage(stage).label.toLowerCase() : 'everybody on the way'}`

/** What a figure of what credentials were worth counts; without a credential that of all together. */
export const worthFigure = (credential: string | undefined, figure: WorthFigure): string =>
  `${credential ?? 'Any credential'}: ${worths[figure]}`
