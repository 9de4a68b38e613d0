import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { PageHeader } from '@/ui/PageHeader'
import { BackLink } from '../catalogue/BackLink'
import { ladders } from '../curation/kinds'
import { MakingForm } from '../curation/MakingForm'
import { LadderFields } from './LadderFields'
import { emptyLadder, type LadderForm, lacking, ladderForm } from './ladder-form'

/** Arranges roles as a new ladder. */
export function NewLadderPage() {
  const navigate = useNavigate()
  const form = useForm<LadderForm>({ initialValues: emptyLadder(), validate: lacking })
  return (
    <>
      <BackLink to="/catalogue/ladders">All ladders</BackLink>
      <PageHeader
        title="New ladder"
        lead="Roles as rungs. The order is what you say; nothing is guessed from levels or names."
      />
      <MakingForm
        kind={ladders}
        of={ladderForm(form)}
        onMade={made =>
          navigate({ to: '/catalogue/ladders/$ladderId', params: { ladderId: made.ladder_id } })
        }
      >
        <LadderFields form={form} />
      </MakingForm>
    </>
  )
}
