import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { takeBack } from '@/api/audiences'
import { newIdempotencyKey } from '@/api/idempotency'
import { keys } from '@/api/queries'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { JobProgress } from './JobProgress'

/** Takes an assignment back, after a question; shows how far that has come. */
export function WithdrawButton({ assignmentId }: { assignmentId: string }) {
  const client = useQueryClient()
  const [opened, { open, close }] = useDisclosure(false)
  const withdraw = useMutation({ mutationFn: takeBack })
  const end = () => {
    close()
    if (withdraw.data) {
      void client.invalidateQueries({ queryKey: keys.assignments })
      void client.invalidateQueries({ queryKey: keys.progress })
    }
  }
  return (
    <>
      <Button variant="default" onClick={open}>
        Withdraw
      </Button>
      <Modal
        opened={opened}
        onClose={end}
        title="Withdraw this assignment?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="md">
          {withdraw.data ? (
            <JobProgress jobId={withdraw.data.job_id} />
          ) : (
            <Text size="sm">
              It asks nobody any more. Who is on the path by another assignment stays on it, and what people
              have done is kept.
            </Text>
          )}
          {withdraw.error ? <ProblemNotice error={withdraw.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={end}>
              {withdraw.data ? 'Close' : 'Keep it'}
            </Button>
            {withdraw.data ? null : (
              <Button
                color="clay"
                loading={withdraw.isPending}
                onClick={() => withdraw.mutate({ assignmentId, idempotencyKey: newIdempotencyKey() })}
              >
                Withdraw
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
