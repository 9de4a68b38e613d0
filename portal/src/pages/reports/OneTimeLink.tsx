import { ActionIcon, Button, CopyButton, Text, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { makeDownloadLink } from '@/api/report-exports'
import { formatInstant } from '@/words/dates'

interface Props {
  exportId: string
  /** What the file is called, for who cannot see where the button stands. */
  title: string
}

/** An address for a program or another browser: it gives the file once. */
export function OneTimeLink({ exportId, title }: Props) {
  const link = useMutation({ mutationFn: () => makeDownloadLink(exportId) })
  if (!link.data) {
    return (
      <>
        <Button
          size="compact-sm"
          variant="default"
          loading={link.isPending}
          onClick={() => link.mutate()}
          aria-label={`One-time link to ${title}`}
        >
          One-time link
        </Button>
        {link.error ? (
          <Text size="sm" role="alert">
            {link.error.message}
          </Text>
        ) : null}
      </>
    )
  }
  const address = `${window.location.origin}${link.data.path}`
  return (
    <TextInput
      size="xs"
      readOnly
      label="Gives the file once, without signing in"
      description={`Until ${formatInstant(link.data.expires_at)}`}
      value={address}
      onFocus={event => event.currentTarget.select()}
      rightSection={
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon variant="subtle" onClick={copy} aria-label="Copy the link">
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      }
    />
  )
}
