import { Alert, Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useEffect } from 'react'
import { ColorSchemeButton } from '@/ui/ColorSchemeButton'
import { Logo } from '@/ui/Logo'
import { pileOfStones } from '@/ui/stones'
import classes from './Landing.module.css'
import { signInUrl } from './session'

interface Props {
  /** Where to come back to after signing in. */
  returnTo: string
  /** The sign-in ended while somebody was at work. */
  ended: boolean
}

const pile = pileOfStones(6, 380, 400, 11)
const fills = ['var(--cairn-stone-2)', 'var(--cairn-stone-1)']

/** Height lines of a map, drawn once. */
function Contours() {
  const lines = Array.from({ length: 9 }, (_, index) => {
    const y = 520 - index * 58
    const lift = 40 + index * 22
    return `M-40 ${y + 90}C220 ${y - lift} 420 ${y + 110} 700 ${y + 10}S1120 ${y - lift * 1.2} 1480 ${y + 40}`
  })
  return (
    <svg
      className={classes.contours}
      viewBox="0 0 1440 700"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      {lines.map(line => (
        <path key={line} d={line} fill="none" stroke="currentColor" strokeWidth="1.2" />
      ))}
    </svg>
  )
}

/** What somebody sees who is not signed in. */
export function Landing({ returnTo, ended }: Props) {
  useEffect(() => {
    document.title = 'Cairn · Credentials that add up'
  }, [])
  return (
    <div className={classes.page}>
      <Contours />
      <header className={classes.top}>
        <span className={classes.brand}>
          <Logo size={34} />
          Cairn
        </span>
        <ColorSchemeButton />
      </header>
      <main className={classes.hero}>
        <div>
          {ended ? (
            <Alert color="gentian" mb="lg" role="status">
              Your sign-in has ended. Sign in again to go on where you were.
            </Alert>
          ) : null}
          <h1 className={classes.claim}>Stone by stone to the next role.</h1>
          <p className={classes.lead}>
            Every verified credential is a stone. Stacked along a path they lift a skill, and the skill brings
            a role within reach. Cairn shows where you stand, what ends when, and what comes next.
          </p>
          <Button
            component="a"
            href={signInUrl(returnTo)}
            size="lg"
            rightSection={<IconArrowRight size={20} aria-hidden />}
          >
            Sign in
          </Button>
        </div>
        <svg className={classes.pile} viewBox="-10 -10 400 420" aria-hidden="true">
          {pile.map((stone, index) => (
            <path
              key={stone.path}
              className={classes.stone}
              style={{ animationDelay: `${120 + index * 140}ms` }}
              d={stone.path}
              fill={index === pile.length - 1 ? 'var(--cairn-accent)' : fills[index % 2]}
            />
          ))}
        </svg>
      </main>
      <footer className={classes.bottom}>
        <ul className={classes.points}>
          <li>
            <strong>Paths with a due date</strong>
            <span>Managers assign, everybody sees the next step.</span>
          </li>
          <li>
            <strong>Proof that counts</strong>
            <span>Claims are verified, and last until a known day.</span>
          </li>
          <li>
            <strong>Readiness that explains itself</strong>
            <span>Requirement by requirement, live.</span>
          </li>
        </ul>
      </footer>
    </div>
  )
}
