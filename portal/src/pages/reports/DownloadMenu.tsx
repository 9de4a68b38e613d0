import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { fileFormats, filePath } from './filter'

interface Props {
  /** The report in the API with its filter, such as /api/v1/reports/readiness?team_id=x. */
  path: string
}

/** The report as it stands, with all its rows, as a file. */
export function DownloadMenu({ path }: Props) {
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden="true" />}>
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {fileFormats.map(({ format, label }) => (
          <Menu.Item key={format} component="a" href={filePath(path, format)} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
