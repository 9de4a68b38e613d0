import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Grading } from '@/api/model'
import { rubricsQuery } from '@/api/rubrics'
import { pointsWords } from '@/words/points'

interface Props {
  credentialId: string
  grading: Grading
}

/** The rubric as it was filled when a capstone was decided, to be opened by who asks. */
export function GradingFacts({ credentialId, grading }: Props) {
  const rubrics = useQuery(rubricsQuery())
  const version = rubrics.data
    ?.find(each => each.credential_id === credentialId)
    ?.versions.find(({ number }) => number === grading.rubric_version)
  const nameOf = (criterionId: string) =>
    version?.criteria.find(each => each.criterion_id === criterionId)?.name ?? 'Criterion'
  return (
    <Text size="sm" component="details">
      <summary>
        Rubric: {pointsWords(grading.points)}, {grading.passing_points} needed
      </summary>
      <List size="sm" mt={4}>
        {grading.scores.map(({ criterion_id, points, note }) => (
          <List.Item key={criterion_id}>
            {nameOf(criterion_id)}: {pointsWords(points)}
            {note ? `. ${note}` : ''}
          </List.Item>
        ))}
      </List>
    </Text>
  )
}
