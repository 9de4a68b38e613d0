import { useForm } from '@mantine/form'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Ladder } from '@/api/model'
import { PageHeader } from '@/ui/PageHeader'
import { BackLink } from '../catalogue/BackLink'
import { FreshEntry } from '../curation/FreshEntry'
import { ladders } from '../curation/kinds'
import { RevisionForm } from '../curation/RevisionForm'
import { LadderFields } from './LadderFields'
import { asForm, type LadderForm, lacking, ladderForm } from './ladder-form'

const route = getRouteApi('/catalogue/ladders/$ladderId/edit')

function Editor({ ladder, onReload }: { ladder: Ladder; onReload(): void }) {
  const navigate = useNavigate()
  const form = useForm<LadderForm>({ initialValues: asForm(ladder), validate: lacking })
  return (
    <RevisionForm
      kind={ladders}
      read={ladder}
      of={ladderForm(form)}
      onReload={onReload}
      onSaved={() => navigate({ to: '/catalogue/ladders/$ladderId', params: { ladderId: ladder.ladder_id } })}
    >
      <LadderFields form={form} />
    </RevisionForm>
  )
}

/** Arranges a ladder's rungs. */
export function EditLadderPage() {
  const { ladderId } = route.useParams()
  return (
    <FreshEntry of={['ladder', ladderId]} read={() => ladders.get(ladderId)}>
      {(ladder, reload) => (
        <>
          <BackLink to="/catalogue/ladders/$ladderId" params={{ ladderId }}>
            To the ladder
          </BackLink>
          <PageHeader title={`Arrange ${ladder.name}`} />
          <Editor ladder={ladder} onReload={reload} />
        </>
      )}
    </FreshEntry>
  )
}
