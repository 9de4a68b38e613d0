import { AppShell, Avatar, Badge, Burger, Button, Group, ScrollArea, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import {
  IconAlarm,
  IconArrowsExchange,
  IconBell,
  IconBooks,
  IconCalendarEvent,
  IconChartBar,
  IconChecklist,
  IconClipboardList,
  IconListSearch,
  IconLogout,
  IconMap2,
  IconMessageQuestion,
  IconMountain,
  IconTableImport,
  IconUserShield,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Self } from '@/api/model'
import { claimsQuery } from '@/api/queries'
import { notificationsQuery } from '@/api/reminders'
import { webhooksQuery } from '@/api/webhooks'
import { signOut } from '@/session/sign-out'
import { ColorSchemeButton } from '@/ui/ColorSchemeButton'
import { Empty } from '@/ui/Empty'
import { Logo } from '@/ui/Logo'
import { PageHeader } from '@/ui/PageHeader'
import { personName } from '@/words/names'
import { whyCairnDisabled } from '@/words/webhooks'
import { decides, homeOf, mayOpen, navigationFor, type Place } from './navigation'
import classes from './Shell.module.css'

const icons: Partial<Record<Place, typeof IconMountain>> = {
  '/me': IconMountain,
  '/me/timeline': IconCalendarEvent,
  '/me/notifications': IconBell,
  '/requests': IconMessageQuestion,
  '/delegations': IconArrowsExchange,
  '/reminders': IconAlarm,
  '/team': IconUsersGroup,
  '/people': IconUsers,
  '/hr-partners': IconUserShield,
  '/assignments': IconClipboardList,
  '/reviews': IconChecklist,
  '/imports': IconTableImport,
  '/reports': IconChartBar,
  '/catalogue': IconBooks,
  '/job-ads': IconListSearch,
  '/plans': IconMap2,
  '/webhooks': IconWebhook,
}

interface MenuCountProps {
  count: number
  /** What is counted, where the place itself does not say it. */
  counts?: string
  color?: 'clay'
}

/** A number beside a place of the menu; nothing where it is zero. */
function MenuCount({ count, counts, color }: MenuCountProps) {
  if (!count) return null
  return (
    <Badge
      className={classes.badge}
      size="sm"
      variant="filled"
      circle={count < 10}
      {...(color ? { color } : {})}
      {...(counts ? { 'aria-label': `${count} ${counts}` } : {})}
    >
      {count}
    </Badge>
  )
}

/** How many claims wait for this person's decision; nobody decides on their own. */
function WaitingCount({ self }: { self: Self }) {
  const claims = useQuery({ ...claimsQuery(), refetchInterval: 20_000 })
  return (
    <MenuCount count={claims.data?.filter(claim => claim.person_id !== self.person?.person_id).length ?? 0} />
  )
}

/** How much of what the signed-in person was told is unread. */
function UnreadCount() {
  const told = useQuery({ ...notificationsQuery(), refetchInterval: 30_000 })
  return <MenuCount count={told.data?.unread_count ?? 0} counts="unread" />
}

/** How many endpoints Cairn tells no more because they do not answer. */
function DisabledCount() {
  const endpoints = useQuery({ ...webhooksQuery(), refetchInterval: 300_000 })
  return (
    <MenuCount
      count={endpoints.data?.filter(whyCairnDisabled).length ?? 0}
      counts="disabled by Cairn"
      color="clay"
    />
  )
}

/** The frame of every page of somebody signed in. */
export function Shell({ self }: { self: Self }) {
  const [opened, menu] = useDisclosure(false)
  const path = useRouterState({ select: state => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu
  useEffect(() => menu.close(), [path])
  const client = useQueryClient()
  const leave = useMutation({
    mutationFn: () => signOut(client),
    onError: error => notifications.show({ color: 'clay', title: 'Still signed in', message: error.message }),
  })
  const name = self.person ? personName(self.person) : 'No person linked'
  return (
    <AppShell
      navbar={{ width: 252, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      header={{ height: { base: 60, sm: 0 } }}
      padding={{ base: 'md', sm: 'lg' }}
    >
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <AppShell.Header className={classes.header} hiddenFrom="sm">
        <Group h="100%" px="md" justify="space-between">
          <Link to={homeOf(self)} className={classes.brand} aria-label="Cairn, to the start">
            <Logo size={28} />
            Cairn
          </Link>
          <Burger
            opened={opened}
            onClick={menu.toggle}
            size="sm"
            aria-label={opened ? 'Close the menu' : 'Open the menu'}
            aria-expanded={opened}
          />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} p="md" component="aside" aria-label="Sidebar">
        <Group visibleFrom="sm" px={12} pt={8}>
          <Link to={homeOf(self)} className={classes.brand} aria-label="Cairn, to the start">
            <Logo size={30} />
            Cairn
          </Link>
        </Group>
        <Text className={classes.tenant} title="Your organization">
          {self.tenant_id}
        </Text>
        <ScrollArea flex={1} type="never">
          <nav aria-label="Main">
            {navigationFor(self).map(group => (
              <div key={group.label}>
                <p className={classes.group}>{group.label}</p>
                {group.places.map(place => {
                  const Icon = icons[place.to] ?? IconMountain
                  return (
                    <Link
                      key={place.to}
                      to={place.to}
                      className={classes.link}
                      activeOptions={{ exact: place.to === '/me' }}
                    >
                      <Icon size={19} stroke={1.7} aria-hidden />
                      {place.label}
                      {place.to === '/me/notifications' ? <UnreadCount /> : null}
                      {place.to === '/webhooks' ? <DisabledCount /> : null}
                      {place.to === '/reviews' && decides(self) ? <WaitingCount self={self} /> : null}
                    </Link>
                  )
                })}
              </div>
            ))}
          </nav>
        </ScrollArea>
        <Stack className={classes.who} gap="sm">
          <Group gap="sm" wrap="nowrap" px={4}>
            <Avatar name={name} color="gray" size={36} radius="xl" aria-hidden="true" />
            <Stack gap={0} miw={0}>
              <Text size="sm" fw={600} truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {self.person?.position.title ?? self.roles.join(', ')}
              </Text>
            </Stack>
          </Group>
          <Group gap="xs" justify="space-between">
            <Button
              variant="subtle"
              color="gray"
              size="compact-md"
              leftSection={<IconLogout size={17} aria-hidden />}
              loading={leave.isPending}
              onClick={() => leave.mutate()}
            >
              Sign out
            </Button>
            <ColorSchemeButton />
          </Group>
        </Stack>
      </AppShell.Navbar>
      <AppShell.Main className={classes.main} id="content" tabIndex={-1}>
        <div className={classes.content}>
          {mayOpen(self, path) ? (
            <Outlet />
          ) : (
            <>
              <PageHeader title="Not for this account" />
              <Empty title="This page is for who leads people, for HR or for administrators">
                The navigation shows what is open to you.
              </Empty>
            </>
          )}
        </div>
      </AppShell.Main>
    </AppShell>
  )
}
