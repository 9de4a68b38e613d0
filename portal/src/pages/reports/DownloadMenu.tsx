import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { newIdempotencyKey } from '@/api/idempotency'
import type { ReportFilter } from '@/api/queries'
import { type ExportedReport, exportKeys, startExport } from '@/api/report-exports'
import { apiPath, fileFormats, filePath } from './filter'

interface Props {
  /** The report's name in the API. */
  report: ExportedReport
  filter: ReportFilter
}

/** The report as it stands, with all its rows, as a file: at once, or made in the background where it is large. */
export function DownloadMenu({ report, filter }: Props) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const start = useMutation({
    mutationFn: startExport,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: exportKeys })
      void navigate({ to: '/reports/files' })
    },
    onError: error =>
      notifications.show({ color: 'clay', title: 'The file is not being made', message: error.message }),
  })
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          loading={start.isPending}
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {fileFormats.map(({ format, label }) => (
          <Menu.Item key={format} component="a" href={filePath(apiPath(report, filter), format)} download>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {fileFormats.map(({ format, label }) => (
          <Menu.Item
            key={format}
            onClick={() => start.mutate({ report, filter, format, idempotencyKey: newIdempotencyKey() })}
          >
            {label}, in the background
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
