import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import type { PathProgress } from '@/api/model'
import { PathCard } from '../progress/PathCard'
import { GrantDialog } from './GrantDialog'

interface Props {
  personId: string
  personName: string
  paths: readonly PathProgress[]
  /** The signed-in person may ease them. */
  mayGrant: boolean
}

/** Somebody's paths, each with a way to make an exception from it. */
export function PersonPaths({ personId, personName, paths, mayGrant }: Props) {
  const [easing, setEasing] = useState<PathProgress | null>(null)
  return (
    <Stack>
      {paths.map(path => (
        <Stack key={path.enrolment.enrolment_id} gap={6}>
          <PathCard path={path} />
          {mayGrant ? (
            <Button
              variant="subtle"
              size="xs"
              style={{ alignSelf: 'flex-end' }}
              onClick={() => setEasing(path)}
              aria-label={`Make an exception from ${path.path_name}`}
            >
              Make an exception
            </Button>
          ) : null}
        </Stack>
      ))}
      {easing ? (
        <GrantDialog
          personId={personId}
          personName={personName}
          path={easing}
          onClose={() => setEasing(null)}
        />
      ) : null}
    </Stack>
  )
}
