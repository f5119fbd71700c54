/** The colours of one theme: of the words, and of the boxes they stand in. */
export interface Theme {
  readonly words: Readonly<Record<TextColour, { readonly default: string; readonly subtle: string }>>;
  readonly boxes: Readonly<Record<BoxStyle, string>>;
  /** Words in coloured boxes, where the theme gives them other colours than elsewhere. */
  readonly wordsInColour?: { readonly default: string; readonly subtle: string };
}

export type TextColour = 'default' | 'accent' | 'good' | 'warning' | 'attention';
export type BoxStyle = 'default' | 'emphasis' | 'good' | 'warning' | 'attention' | 'accent';

const words = (text: string, subtle: string, accent: string, good: string, warning: string, attention: string) => ({
  default: { default: text, subtle },
  accent: { default: accent, subtle: accent },
  good: { default: good, subtle: good },
  warning: { default: warning, subtle: warning },
  attention: { default: attention, subtle: attention },
});

/**
 * The themes cards are drawn in. Light and dark are Teams' palette as the Agents Playground carries it; high contrast is
 * black, white and yellow as in Teams. The last two are the host configurations Microsoft publishes for Teams with the
 * Adaptive Cards samples: paler, and still what some clients draw.
 */
export const THEMES = {
  light: {
    words: words('#242424', '#616161', '#5b5fc7', '#237b4b', '#835c00', '#c4314b'),
    boxes: {
      default: '#ffffff',
      emphasis: '#f3f2f1',
      good: '#e7f2da',
      warning: '#fbf6d9',
      attention: '#fcf4f6',
      accent: '#e8ebfa',
    },
  },
  dark: {
    words: words('#ffffff', '#adadad', '#9299f7', '#92c353', '#f8d22a', '#f9526b'),
    boxes: {
      default: '#292929',
      emphasis: '#383838',
      good: '#0d2e0d',
      warning: '#463100',
      attention: '#3e1f25',
      accent: '#2f2f4a',
    },
  },
  contrast: {
    words: words('#ffffff', '#ffffff', '#ffff01', '#ffffff', '#ffffff', '#ffff01'),
    boxes: {
      default: '#000000',
      emphasis: '#000000',
      good: '#000000',
      warning: '#000000',
      attention: '#000000',
      accent: '#000000',
    },
  },
  publishedLight: {
    words: words('#252424', '#bf252424', '#6264a7', '#92c353', '#f8d22a', '#c4314b'),
    boxes: {
      default: '#ffffff',
      emphasis: '#f9f8f7',
      good: '#ccffcc',
      warning: '#ffe2b2',
      attention: '#ffc5b2',
      accent: '#c7def9',
    },
  },
  publishedDark: {
    words: words('#ffffff', '#bfffffff', '#a6a7dc', '#92c353', '#f8d22a', '#d74654'),
    wordsInColour: { default: '#201f1f', subtle: '#2d2c2c' },
    boxes: {
      default: '#2d2c2c',
      emphasis: '#292828',
      good: '#ccffcc',
      warning: '#ffe2b2',
      attention: '#ffc5b2',
      accent: '#c7def9',
    },
  },
} satisfies Record<string, Theme>;

export type ThemeName = keyof typeof THEMES;

/** The colour words have in a box; `#aarrggbb` is see-through, as in host configurations. */
export function wordColour(theme: Theme, colour: TextColour, subtle: boolean, box: BoxStyle): string {
  const inColour = box !== 'default' && box !== 'emphasis' && colour === 'default';
  const pair = inColour && theme.wordsInColour ? theme.wordsInColour : theme.words[colour];
  return pair[subtle ? 'subtle' : 'default'];
}

const fontSizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 };
const fontWeights = { lighter: 200, default: 400, bolder: 600 };
const face = (fontFamily: string) => ({ fontFamily, fontSizes, fontWeights });
/**
 * The gallery's typeface, which comes with its page: what is measured must not depend on the computer's own fonts. It is
 * Open Sans, a little wider than Teams' Segoe UI, so that what fits here fits there.
 */
export const FACE = '"Gallery Sans",sans-serif';

/** A theme as the renderer's host configuration, with Teams' sizes and distances. */
export function hostConfig(theme: Theme): object {
  const boxes = Object.entries(theme.boxes) as [BoxStyle, string][];
  return {
    ...face(FACE),
    supportsInteractivity: true,
    fontTypes: { default: face(FACE), monospace: face('"Cascadia Mono", "Liberation Mono", monospace') },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: '#8884' },
    textBlock: { headingLevel: 2 },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    inputs: {
      label: { inputSpacing: 'small', requiredInputs: { suffix: ' *', suffixColor: 'attention' } },
      errorMessage: { size: 'small' },
    },
    containerStyles: Object.fromEntries(
      boxes.map(([box, backgroundColor]) => [
        box,
        {
          backgroundColor,
          foregroundColors: {
            ...theme.words,
            default: {
              default: wordColour(theme, 'default', false, box),
              subtle: wordColour(theme, 'default', true, box),
            },
          },
        },
      ]),
    ),
  };
}
