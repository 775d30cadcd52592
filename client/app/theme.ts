import {
  ActionIcon,
  Button,
  CloseButton,
  createTheme,
  Input,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core'

/** Calm and without a hue of its own, since red, yellow and cyan belong to alarms. Light to dark. */
const slate: MantineColorsTuple = [
  '#f2f5f7',
  '#dfe5ea',
  '#c3ced7',
  '#a9b7c3',
  '#93a3b3',
  '#76889a',
  '#5b6875',
  '#2e3d4a',
  '#17212b',
  '#10171e',
]

/** Mantine's own names for the dark grounds: 0 is text, 9 the deepest ground. */
const dark: MantineColorsTuple = [
  '#f2f5f7',
  '#c3ced7',
  '#93a3b3',
  '#7d8d9d',
  '#22303c',
  '#1c2833',
  '#17212b',
  '#11181f',
  '#0d131a',
  '#0a0e13',
]

/** Touch targets: 44 px, at the bedside (`xl`) 64 px (screens.md, *Language*). */
const heightOf = (size: unknown): string => (size === 'xl' ? '64px' : '44px')
const fontOf = (size: unknown): string => (size === 'xl' ? '20px' : '17px')

/** The usual button stands out by light and dark alone, in both schemes. */
const filledLook = (variant: unknown) =>
  variant === undefined || variant === 'filled'
    ? { '--button-bg': 'var(--text)', '--button-hover': 'var(--text)', '--button-color': 'var(--ground)' }
    : {}

/** Six sizes, an 8 px grid, no shadows (screens.md, *Language*). */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  colors: { slate, dark },
  primaryColor: 'slate',
  primaryShade: { light: 9, dark: 0 },
  autoContrast: true,
  white: '#ffffff',
  black: '#10171e',
  defaultRadius: 'md',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  fontSizes: { xs: '13px', sm: '15px', md: '17px', lg: '20px', xl: '28px' },
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '28px' }, h2: { fontSize: '20px' }, h3: { fontSize: '17px' } },
  },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  components: {
    Button: Button.extend({
      vars: (_, { size, variant }) => ({
        root: { '--button-height': heightOf(size), '--button-fz': fontOf(size), ...filledLook(variant) },
      }),
    }),
    ActionIcon: ActionIcon.extend({ vars: (_, { size }) => ({ root: { '--ai-size': heightOf(size) } }) }),
    CloseButton: CloseButton.extend({ vars: (_, { size }) => ({ root: { '--cb-size': heightOf(size) } }) }),
    InputWrapper: Input.Wrapper.extend({
      styles: {
        label: { fontSize: 17 },
        description: { fontSize: 15 },
        error: { fontSize: 15 },
        required: { color: 'var(--muted)' },
      },
    }),
    Input: Input.extend({
      vars: (_, { size }) => ({ wrapper: { '--input-height': heightOf(size), '--input-fz': fontOf(size) } }),
    }),
  },
})

const TOKENS: Readonly<Record<string, string>> = {
  '--mantine-color-body': 'var(--ground)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-default-color': 'var(--text)',
  // Red belongs to alarms: a wrong field says so in words.
  '--mantine-color-error': 'var(--text)',
  '--mantine-color-placeholder': 'var(--muted)',
}

/** Puts Mantine on the same tokens as everything else (ui/tokens.css follows the colour scheme). */
export const themeVariables: CSSVariablesResolver = () => ({ variables: {}, light: TOKENS, dark: TOKENS })
