import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Problem } from '@/api/problem'
import { parameterName } from '@/words/parameters'

interface Props {
  error: unknown
  onRetry?: () => void
}

/** What went wrong, in the words of the problem document. */
export function ProblemNotice({ error, onRetry }: Props) {
  const problem = error instanceof Problem ? error : null
  return (
    <Alert
      color="clay"
      variant="light"
      radius="lg"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={problem?.title ?? 'Something went wrong'}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problem?.detail || (problem ? null : 'The page could not be shown.')}</Text>
        {problem?.fields.map(field => (
          <Text size="sm" key={`${field.pointer ?? field.parameter}${field.reason}`}>
            {field.parameter ? parameterName(field.parameter) : field.pointer}: {field.detail}
          </Text>
        ))}
        {problem?.correlationId ? (
          <Text size="xs" c="dimmed">
            Reference {problem.correlationId}
          </Text>
        ) : null}
        {onRetry ? (
          <Group>
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Alert>
  )
}
