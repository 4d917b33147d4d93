// Colours and sizes. The shades are those that pass the contrast of WCAG 2.2 AA in both schemes.
import {
  Alert,
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Menu,
  NavLink,
  Notification,
  Popover,
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
} from '@mantine/core';
import { FLOATING } from '../parts/floating.tsx';
import { text } from '../text/en.ts';

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  variantColorResolver: defaultVariantColorsResolver,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Alert: Alert.extend({ styles: { label: { color: 'var(--mantine-color-text)' } } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    // Never cut: a state is read whole.
    Badge: Badge.extend({ defaultProps: { variant: 'default', tt: 'none', fw: 600, size: 'lg', miw: 'max-content' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    // A menu has items alone, no place for the focus to begin at.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': text.common.close } } }),
    // What opens belongs to the page, for whoever goes from landmark to landmark.
    Popover: Popover.extend({ defaultProps: { portalProps: { target: `#${FLOATING}` } } }),
    NavLink: NavLink.extend({ styles: { label: { color: 'var(--mantine-color-text)' } } }),
  },
});

/** Texts of less weight, dark or light enough to be read. */
export const cssVariablesResolver: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: { '--mantine-color-dimmed': colors.gray[7], '--mantine-color-placeholder': colors.gray[7] },
  dark: { '--mantine-color-dimmed': colors.dark[1], '--mantine-color-placeholder': colors.dark[1] },
});
