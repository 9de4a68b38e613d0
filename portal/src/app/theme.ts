import {
  Anchor,
  Badge,
  Button,
  Card,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Notification,
  Paper,
  Table,
  Tooltip,
} from '@mantine/core'

/** The one strong accent: the blue of the gentian that flowers beside the path. */
const gentian: MantineColorsTuple = [
  '#eef0fe',
  '#dbdffc',
  '#b9c1f8',
  '#97a3f4',
  '#7886ee',
  '#4c5ce2',
  '#3346d3',
  '#2838b0',
  '#1f2c8a',
  '#161f63',
]

/** Warm stone instead of a neutral grey. */
const stone: MantineColorsTuple = [
  '#faf8f5',
  '#f4f1ec',
  '#e9e4dc',
  '#dad3c8',
  '#bfb6a8',
  '#978e80',
  '#6b6358',
  '#554e45',
  '#3b3630',
  '#26221e',
]

const night: MantineColorsTuple = [
  '#ece8e1',
  '#d5cfc5',
  '#b3aca0',
  '#8d867a',
  '#57524a',
  '#3c3832',
  '#25221f',
  '#1f1d1a',
  '#171513',
  '#100f0d',
]

/** Done, held, met. */
const moss: MantineColorsTuple = [
  '#eef6ee',
  '#dcebdd',
  '#b5d5b8',
  '#8bbd91',
  '#67a870',
  '#4a9156',
  '#2f7440',
  '#265f34',
  '#1d4b29',
  '#14361d',
]

/** Waits, or ends soon. */
const lichen: MantineColorsTuple = [
  '#fdf6e0',
  '#f9eabb',
  '#f2d67c',
  '#eac142',
  '#dfae1d',
  '#bd8f0b',
  '#8a6604',
  '#6f5204',
  '#563f04',
  '#3c2c03',
]

/** Overdue, refused, lacking. */
const clay: MantineColorsTuple = [
  '#fdefec',
  '#fadbd5',
  '#f3b3a7',
  '#ea8a79',
  '#e0674f',
  '#cd4a31',
  '#ae3620',
  '#8e2b19',
  '#6f2213',
  '#4f180e',
]

const body = "'Hanken Grotesk Variable', system-ui, -apple-system, 'Segoe UI', sans-serif"
const display = "'Bricolage Grotesque Variable', 'Hanken Grotesk Variable', system-ui, sans-serif"

export const theme = createTheme({
  primaryColor: 'gentian',
  primaryShade: { light: 6, dark: 5 },
  colors: { gentian, gray: stone, dark: night, moss, lichen, clay, red: clay },
  white: '#ffffff',
  black: '#211e1a',
  autoContrast: true,
  fontFamily: body,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, monospace",
  headings: {
    fontFamily: display,
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '2.125rem', lineHeight: '1.15' },
      h2: { fontSize: '1.375rem', lineHeight: '1.25' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.35' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '16px', xl: '24px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover' } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 600 },
    }),
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    Card: Card.extend({ defaultProps: { withBorder: true, radius: 'lg', padding: 'lg' } }),
    Modal: Modal.extend({
      styles: { title: { fontFamily: display, fontWeight: 640, fontSize: '1.25rem', lineHeight: 1.3 } },
      defaultProps: {
        radius: 'lg',
        padding: 'lg',
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        // A dialog's header is none of the page's landmarks.
        attributes: { header: { role: 'none' } },
        overlayProps: { backgroundOpacity: 0.45, blur: 3 },
      },
    }),
    Notification: Notification.extend({
      defaultProps: { radius: 'md', closeButtonProps: { 'aria-label': 'Dismiss' } },
    }),
    Paper: Paper.extend({ defaultProps: { radius: 'lg' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'sm' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320 },
    }),
  },
})

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--cairn-ground': '#f7f4ef',
    '--mantine-color-clay-light': '#fce7e2',
    '--mantine-color-gray-light': '#ece7df',
    '--mantine-color-gray-light-color': '#4a443c',
    '--cairn-line': '#e5dfd5',
    '--cairn-stone-1': '#8a8174',
    '--cairn-stone-2': '#6b6358',
    '--cairn-stone-empty': '#c9c1b4',
    '--cairn-accent': '#3346d3',
    '--cairn-accent-soft': '#eef0fe',
    '--cairn-done': '#2f7440',
    '--cairn-done-bar': '#4a9156',
    '--cairn-short-bar': '#e0674f',
    '--cairn-wait': '#8a6604',
    '--cairn-bad': '#ae3620',
    '--cairn-track': '#e9e4dc',
    '--mantine-color-dimmed': '#6b6358',
    '--mantine-color-placeholder': '#756c60',
    '--mantine-color-error': '#ae3620',
  },
  dark: {
    '--cairn-ground': '#171513',
    '--mantine-color-gray-light': '#37332e',
    '--mantine-color-gray-light-color': '#d5cfc5',
    '--mantine-color-gentian-light': '#262a4d',
    '--mantine-color-gentian-light-hover': '#30355f',
    '--mantine-color-gentian-light-color': '#b9c1f8',
    '--mantine-color-moss-light': '#1f3423',
    '--mantine-color-moss-light-color': '#a9d3af',
    '--mantine-color-lichen-light': '#3d310f',
    '--mantine-color-lichen-light-color': '#f2d67c',
    '--mantine-color-clay-light': '#48221a',
    '--mantine-color-clay-light-color': '#f6b9ad',
    '--cairn-line': '#35312c',
    '--cairn-stone-1': '#a39a8c',
    '--cairn-stone-2': '#7d7569',
    '--cairn-stone-empty': '#57524a',
    '--cairn-accent': '#97a3f4',
    '--cairn-accent-soft': '#262a4d',
    '--cairn-done': '#8bbd91',
    '--cairn-done-bar': '#4a9156',
    '--cairn-short-bar': '#cd4a31',
    '--cairn-wait': '#eac142',
    '--cairn-bad': '#f0937f',
    '--cairn-track': '#35312c',
    '--mantine-color-dimmed': '#b3aca0',
    '--mantine-color-placeholder': '#9c9488',
    '--mantine-color-error': '#f0937f',
    '--mantine-color-anchor': '#97a3f4',
  },
})
