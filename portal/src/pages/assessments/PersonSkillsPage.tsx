import { getRouteApi } from '@tanstack/react-router'
import { PageHeader } from '@/ui/PageHeader'
import { PersonAssessments } from './PersonAssessments'

const route = getRouteApi('/people/$personId/skills')

/** Somebody's skills as others see them, for reviewers and colleagues, who may not open the person's page. */
export function PersonSkillsPage() {
  const { personId } = route.useParams()
  const { name = null } = route.useSearch()
  return (
    <>
      <PageHeader
        title={name ? `Skills of ${name}` : 'Skills of a colleague'}
        lead="What was said about them, and what you say."
      />
      <PersonAssessments personId={personId} personName={name} />
    </>
  )
}
