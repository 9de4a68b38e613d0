import { makePlans, type PlanRequest, type Plans } from './generated'

/** Plans for a goal. Nothing is stored. */
export async function planFor(wanted: PlanRequest): Promise<Plans> {
  const { data } = await makePlans({ body: wanted, throwOnError: true })
  return data
}
