import type { PipelineStage } from '@/api/model'
import type { StateLabel } from './states'

const stages: Record<PipelineStage, StateLabel> = {
  ready: { label: 'Ready', color: 'moss' },
  ready_by_plan: { label: 'Ready by plan', color: 'gentian' },
  nearly: { label: 'Nearly ready', color: 'lichen' },
  not_yet: { label: 'Not yet', color: 'gray' },
  blocked: { label: 'Blocked', color: 'clay' },
}

/** How far somebody is on the way to a role. */
export const pipelineStage = (stage: PipelineStage): StateLabel => stages[stage]

/** Every stage, the farthest on the way first. */
export const pipelineStages = Object.keys(stages) as readonly PipelineStage[]
