import { useForm } from '@mantine/form'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Stack } from '@/api/model'
import { PageHeader } from '@/ui/PageHeader'
import { BackLink } from '../catalogue/BackLink'
import { FreshEntry } from '../curation/FreshEntry'
import { stacks } from '../curation/kinds'
import { RevisionForm } from '../curation/RevisionForm'
import { StackFields } from './StackFields'
import { asForm, lacking, type StackForm, stackForm } from './stack-form'

const route = getRouteApi('/catalogue/stacks/$stackId/edit')

function Editor({ stack, onReload }: { stack: Stack; onReload(): void }) {
  const navigate = useNavigate()
  const form = useForm<StackForm>({ initialValues: asForm(stack), validate: lacking })
  return (
    <RevisionForm
      kind={stacks}
      read={stack}
      of={stackForm(form)}
      onReload={onReload}
      onSaved={() => navigate({ to: '/catalogue/stacks/$stackId', params: { stackId: stack.stack_id } })}
    >
      <StackFields form={form} ownId={stack.stack_id} />
    </RevisionForm>
  )
}

/** Changes a stack. */
export function EditStackPage() {
  const { stackId } = route.useParams()
  return (
    <FreshEntry of={['stack', stackId]} read={() => stacks.get(stackId)}>
      {(stack, reload) => (
        <>
          <BackLink to="/catalogue/stacks/$stackId" params={{ stackId }}>
            To the stack
          </BackLink>
          <PageHeader title={`Edit ${stack.name}`} />
          <Editor stack={stack} onReload={reload} />
        </>
      )}
    </FreshEntry>
  )
}
