import { Center, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { selfQuery } from '@/api/queries'
import { Landing } from '@/session/Landing'
import { sessionQuery } from '@/session/session'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { Shell } from './Shell'

/** A sign-in can end elsewhere (signed out in another tab, disabled): ask now and then. */
const sessionInterval = 60_000

function Splash() {
  return (
    <Center mih="100dvh" component="main">
      <Loader role="status" aria-label="Loading Cairn" />
    </Center>
  )
}

function SignedIn() {
  const self = useQuery(selfQuery())
  if (self.data) return <Shell self={self.data} />
  if (self.error) {
    return (
      <Center component="main" mih="100dvh" p="lg">
        <ProblemNotice error={self.error} onRetry={() => void self.refetch()} />
      </Center>
    )
  }
  return <Splash />
}

/** Signed out: the landing page. Signed in: the page that the address names, in its frame. */
export function Root() {
  const session = useQuery({ ...sessionQuery, refetchInterval: sessionInterval })
  const here = useRouterState({ select: state => state.location.href })
  const wasSignedIn = useRef(false)
  useEffect(() => {
    if (session.data) wasSignedIn.current = true
  }, [session.data])
  if (session.data) return <SignedIn />
  if (session.data === null) return <Landing returnTo={here} ended={wasSignedIn.current} />
  if (session.error) {
    return (
      <Center component="main" mih="100dvh" p="lg">
        <ProblemNotice error={session.error} onRetry={() => void session.refetch()} />
      </Center>
    )
  }
  return <Splash />
}
