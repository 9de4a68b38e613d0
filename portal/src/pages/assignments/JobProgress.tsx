import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AssignmentJob, audienceKeys, cancelJob, jobQuery } from '@/api/audiences'
import { Loaded } from '@/ui/Loaded'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { people } from './plan'

const stateWords: Record<AssignmentJob['state'], string> = {
  running: 'Under way',
  done: 'Done',
  cancelled: 'Ended where it stood',
  failed: 'It could not go on',
}

function said(job: AssignmentJob): string {
  const did = job.kind === 'give' ? 'put on the path' : 'taken off it'
  const asked = job.asked_count ? `, ${people(job.asked_count)} stay on it` : ''
  return `${people(job.enrolled_count)} ${did}${asked}.`
}

/** How far a job on an assignment has come, with a way to end it. */
export function JobProgress({ jobId }: { jobId: string }) {
  const client = useQueryClient()
  const job = useQuery(jobQuery(jobId))
  const cancel = useMutation({
    mutationFn: cancelJob,
    onSuccess: ended => client.setQueryData(audienceKeys.job(jobId), ended),
  })
  return (
    <Loaded query={job} bars={1}>
      {found => {
        const share = found.state === 'done' ? 100 : (100 * found.done_count) / Math.max(found.total_count, 1)
        return (
          <Stack gap="xs" role="status">
            <Text fw={600}>{stateWords[found.state]}</Text>
            <Progress value={Math.min(share, 100)} aria-label="Share of people looked at" />
            <Text size="sm" c="dimmed">
              {found.done_count} of {Math.max(found.total_count, found.done_count)} looked at; {said(found)}
            </Text>
            {found.problem ? <Text size="sm">{found.problem}</Text> : null}
            {cancel.error ? <ProblemNotice error={cancel.error} /> : null}
            {found.state === 'running' && found.kind === 'give' ? (
              <Group>
                <Button
                  size="xs"
                  variant="default"
                  loading={cancel.isPending}
                  onClick={() => cancel.mutate(jobId)}
                >
                  End it here
                </Button>
              </Group>
            ) : null}
          </Stack>
        )
      }}
    </Loaded>
  )
}
