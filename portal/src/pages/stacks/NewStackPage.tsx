import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { PageHeader } from '@/ui/PageHeader'
import { BackLink } from '../catalogue/BackLink'
import { stacks } from '../curation/kinds'
import { MakingForm } from '../curation/MakingForm'
import { StackFields } from './StackFields'
import { emptyStack, lacking, type StackForm, stackForm } from './stack-form'

/** Makes a stack. */
export function NewStackPage() {
  const navigate = useNavigate()
  const form = useForm<StackForm>({ initialValues: emptyStack(), validate: lacking })
  return (
    <>
      <BackLink to="/catalogue/stacks">All stacks</BackLink>
      <PageHeader
        title="New stack"
        lead="A curated set of credentials that deepens one specialisation. A draft is seen by administrators only."
      />
      <MakingForm
        kind={stacks}
        of={stackForm(form)}
        onMade={made => navigate({ to: '/catalogue/stacks/$stackId', params: { stackId: made.stack_id } })}
      >
        <StackFields form={form} ownId={null} />
      </MakingForm>
    </>
  )
}
