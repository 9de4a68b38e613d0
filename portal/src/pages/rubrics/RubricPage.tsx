import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { credentialQuery } from '@/api/queries'
import { readRubric } from '@/api/rubrics'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { BackLink } from '../catalogue/BackLink'
import { FreshEntry } from '../curation/FreshEntry'
import { RubricEditor } from './RubricEditor'

const route = getRouteApi('/catalogue/credentials/$credentialId/rubric')

/** States by what claims of a credential are looked at. */
export function RubricPage() {
  const { credentialId } = route.useParams()
  const navigate = useNavigate()
  const credential = useQuery(credentialQuery(credentialId))
  return (
    <>
      <BackLink to="/catalogue/credentials/$credentialId" params={{ credentialId }}>
        To the credential
      </BackLink>
      <Loaded query={credential} page>
        {({ name }) => (
          <FreshEntry of={['rubric', credentialId]} read={() => readRubric(credentialId)}>
            {(read, reload) => (
              <>
                <PageHeader
                  title={`Rubric of ${name}`}
                  lead="What a reviewer looks at, and what it is worth. What was decided by an earlier version stays."
                />
                <RubricEditor
                  credentialId={credentialId}
                  read={read}
                  onReload={reload}
                  onSaved={() =>
                    navigate({ to: '/catalogue/credentials/$credentialId', params: { credentialId } })
                  }
                />
              </>
            )}
          </FreshEntry>
        )}
      </Loaded>
    </>
  )
}
